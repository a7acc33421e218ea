#include <google/protobuf/util/message_differencer.h>

#include <algorithm>
#include <istream>
#include <iterator>
#include <memory>
#include <optional>
#include <ostream>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/commands/case/case_dialogue.h"
#include "clients/commands/case/case_options.h"
#include "clients/commands/case/party/given_parties.h"
#include "clients/commands/case/party/parties.h"
#include "clients/commands/case/party/party_options.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/errors/failure.h"
#include "clients/input/case_file.h"
#include "clients/input/details.h"
#include "clients/print/tables/print_case.h"
#include "clients/session/labels.h"
#include "clients/session/prompt.h"
#include "clients/text/file.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct OpenOptions {
  std::string from_file;
  std::string type;
  CaseOptions own;
  std::vector<std::string> set;
  GivenParties parties;
  bool dry_run = false;
};

absl::StatusOr<CaseFile> ReadCase(Session& session, const std::string& path) {
  if (path.empty()) return CaseFile();
  if (path == "-") {
    std::istream& in = *session.environment().in;
    return ParseCaseFile(std::string(std::istreambuf_iterator<char>(in), {}), "-");
  }
  const absl::StatusOr<std::string> json = ReadFile(path);
  if (!json.ok()) {
    return UsageError("usage.case_file_unread",
                      {{"where", path}, {"error", std::string(json.status().message())}});
  }
  return ParseCaseFile(*json, path);
}

// Teaches the session to call what was not typed as the file has it, also what the file lacks.
void NameFieldsOfFile(Session& session, const CaseFile& file, const OpenOptions& options,
                      std::vector<std::string> typed) {
  const auto named = [&](const google::protobuf::Descriptor& message, const std::string& path,
                         const std::string& place) {
    for (int i = 0; i < message.field_count(); ++i) {
      const google::protobuf::FieldDescriptor& field = *message.field(i);
      if (std::find(typed.begin(), typed.end(), field.name()) != typed.end()) continue;
      session.AddFieldFlag(absl::StrCat(path, ".", field.name()),
                           absl::StrCat(options.from_file, ": ", place, field.json_name()));
    }
  };
  if (!options.type.empty()) typed.emplace_back("type");
  named(*v1::Case::descriptor(), "case", "");
  // A party that lacks may be the one whose name nobody filled in.
  if (file.blank) {
    session.AddFieldFlag("case.parties",
                         absl::StrCat(options.from_file, ": parties[", *file.blank, "].displayName"));
  }
  for (const std::string& assignment : options.set) {
    std::string field = assignment.substr(0, assignment.find('='));
    if (absl::EndsWith(field, ":")) field.pop_back();
    session.AddFieldFlag(absl::StrCat("case.details.", field), absl::StrCat("--set ", field, "=…"));
  }
  typed.clear();
  for (size_t i = 0; i < file.places.size(); ++i) {
    named(*v1::Party::descriptor(), absl::StrCat("case.parties[", i, "]"),
          absl::StrCat("parties[", file.places[i], "]."));
  }
}

// The case's type, fetched when it is first needed.
class FetchedType {
 public:
  explicit FetchedType(Session& session) : session_(session) {}

  absl::StatusOr<v1::CaseType> Of(const v1::Case& matter) {
    if (fetched_) return *fetched_;
    v1::GetCaseTypeRequest request;
    request.set_name(CaseTypeName(matter.type()));
    absl::StatusOr<v1::CaseType> answer = session_.api().Call(request);
    if (answer.ok()) fetched_ = *answer;
    return answer;
  }

 private:
  Session& session_;
  std::optional<v1::CaseType> fetched_;
};

// The case of the file, with the options over it; its type is asked for where someone is there to answer.
absl::StatusOr<v1::Case> CaseOf(Session& session, const OpenOptions& options, bool ask, FetchedType& type) {
  const absl::StatusOr<CaseFile> file = ReadCase(session, options.from_file);
  if (!file.ok()) return file.status();
  v1::Case matter = file->matter;
  for (v1::Party& party : *matter.mutable_parties()) party = WithKind(party);
  if (!options.type.empty()) matter.set_type(options.type);
  if (matter.type().empty() && ask) {
    const absl::StatusOr<std::string> id = AskCaseType(session);
    if (!id.ok()) return id.status();
    matter.set_type(*id);
  }
  const auto typed = Fill(session, options.own, matter);
  if (!typed.ok()) return typed.status();
  if (!options.from_file.empty()) NameFieldsOfFile(session, *file, options, *typed);
  const absl::StatusOr<google::protobuf::Struct> details = ParseDetails(
      options.set, [&] { return type.Of(matter); }, session.Times());
  if (!details.ok()) return details.status();
  if (!options.set.empty()) matter.mutable_details()->MergeFrom(*details);
  absl::Status added = AddGivenParties(
      session, options.parties, [&] { return type.Of(matter); }, matter);
  if (!added.ok()) return added;
  return matter;
}

bool HasIdentity(const v1::Case& matter) {
  return std::any_of(matter.parties().begin(), matter.parties().end(), [](const v1::Party& party) {
    return !party.iin().empty() || !party.bin().empty() || !party.passport_number().empty();
  });
}

// Shows whoever is at the terminal the case as it would be opened, and asks whether to, if it came out of a
// dialogue or somebody in it has an open case already.
absl::StatusOr<bool> Confirm(Session& session, const v1::CreateCaseRequest& request, const v1::CaseType& type,
                             bool dialogue, const v1::Case& draft) {
  const bool known = std::any_of(draft.parties().begin(), draft.parties().end(),
                                 [](const v1::Party& party) { return party.also_in_size() > 0; });
  if (request.validate_only() || (!dialogue && !known)) return true;
  if (dialogue) *session.environment().err << "\n" << TableText(draft, type, session.style()) << "\n";
  NoteAlsoIn(session, draft);
  return AskYesNo(session, session.messages().Text("prompt.open"));
}

// Whether the field of a request was given before any question, so that no answer can put it right.
bool Given(const v1::Case& matter, const std::string& field) {
  absl::string_view name = field;
  if (!absl::ConsumePrefix(&name, "case.")) return true;
  if (absl::ConsumePrefix(&name, "details.")) return matter.details().fields().contains(std::string(name));
  if (absl::ConsumePrefix(&name, "parties[") || absl::ConsumePrefix(&name, "rows")) return true;
  const auto* of_case = v1::Case::descriptor()->FindFieldByName(std::string(name));
  return of_case != nullptr && !of_case->is_repeated() && matter.GetReflection()->HasField(matter, of_case);
}

// What is wrong with what was typed, before anybody answers questions in vain. What lacks is asked for.
absl::Status CheckTyped(Session& session, v1::CreateCaseRequest request) {
  request.set_validate_only(true);
  const absl::Status checked = session.api().Call(request).status();
  return OnlyOf(checked, [&](const std::string& field) { return Given(request.case_(), field); });
}

// Opens the case with the answers of whoever is at the terminal; what the server refuses of these is asked
// again, and nothing else that was typed is lost.
absl::StatusOr<v1::Case> AskAndOpen(Session& session, v1::CreateCaseRequest request, bool from_file,
                                    const v1::CaseType& type) {
  CaseDialogue dialogue(session, type, request.case_(), [&](const v1::Case& so_far) {
    v1::CreateCaseRequest check = request;
    *check.mutable_case_() = so_far;
    check.set_validate_only(true);
    return session.api().Call(check).status();
  });
  const bool asks = !from_file && dialogue.Lacking();
  v1::Case bare;
  bare.set_type(request.case_().type());
  const bool typed = !google::protobuf::util::MessageDifferencer::Equals(bare, request.case_()) ||
                     !session.flags().mission.empty();
  if (asks && typed) {
    if (absl::Status s = CheckTyped(session, request); !s.ok()) return s;
  }
  for (;;) {
    if (asks) {
      if (absl::Status s = dialogue.Ask(); !s.ok()) return s;
      *request.mutable_case_() = dialogue.matter();
    }
    absl::StatusOr<v1::Case> draft = v1::Case();
    if (asks || HasIdentity(request.case_())) {
      v1::CreateCaseRequest check = request;
      check.set_validate_only(true);
      draft = session.api().Call(check);
    }
    if (draft.ok()) {
      const absl::StatusOr<bool> sure = Confirm(session, request, type, asks, *draft);
      if (!sure.ok()) return sure.status();
      if (*sure) return session.api().Call(request);
      // A slip is corrected; the other answers were given once already.
      const absl::StatusOr<bool> goes_on = asks ? dialogue.Correct() : false;
      if (!goes_on.ok()) return goes_on.status();
      if (!*goes_on) return UsageError("usage.not_confirmed");
      continue;
    }
    if (!asks || !dialogue.Forget(draft.status())) return draft;
    session.PrintRefusedAnswers(draft.status(), [](const std::string&) { return true; });
  }
}

absl::Status Open(Session& session, const OpenOptions& options) {
  const absl::StatusOr<std::string> parent = session.Mission();
  if (!parent.ok()) return parent.status();
  // Nothing is asked of who reads the case from the terminal itself.
  const bool ask = session.Interactive() && options.from_file != "-";
  FetchedType fetched(session);
  absl::StatusOr<v1::Case> matter = CaseOf(session, options, ask, fetched);
  if (!matter.ok()) return matter.status();
  v1::CreateCaseRequest request;
  request.set_parent(*parent);
  *request.mutable_case_() = *std::move(matter);
  request.set_request_id(session.RequestId());
  request.set_validate_only(options.dry_run);
  absl::StatusOr<v1::Case> opened;
  if (ask) {
    const absl::StatusOr<v1::CaseType> type = fetched.Of(request.case_());
    if (!type.ok()) return type.status();
    if (request.case_().has_details()) TakeLabels(*type, *request.mutable_case_()->mutable_details());
    opened = AskAndOpen(session, std::move(request), !options.from_file.empty(), *type);
  } else {
    opened = session.api().Call(request);
    if (TakeRefusedLabels(
            opened.status(), [&] { return fetched.Of(request.case_()); },
            *request.mutable_case_()->mutable_details())) {
      opened = session.api().Call(request);
    }
  }
  if (!opened.ok()) return opened.status();
  session.PrintCase(*opened);
  if (!ask || options.dry_run) NoteAlsoIn(session, *opened);
  if (options.dry_run) {
    const bool also = std::any_of(opened->parties().begin(), opened->parties().end(),
                                  [](const v1::Party& party) { return party.also_in_size() > 0; });
    session.Note(session.messages().Text(also ? "note.dry_run_also" : "note.dry_run"));
  }
  return absl::OkStatus();
}

}  // namespace

void AddCaseOpen(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "open", "Open a case; asks for what is missing when run at a terminal",
                 {"arasha case open --mission IST --type rights.detention --priority urgent \\",
                  "    --summary \"Detained at the airport\" --set place_of_detention=Silivri \\",
                  "    --subject \"Нұрлан Жұмабаев\" --subject-iin 900101300017 --received-at -2h",
                  "arasha case open --type business.contract_or_payment_dispute --subject \"ТОО «Дән»\" "
                  "--subject-kind organisation",
                  "arasha case open --mission IST --from-file case.json --dry-run", "arasha case open"});
  auto options = std::make_shared<OpenOptions>();
  AddOption(command, "--type", options->type, "Case type, rights.detention (arasha type list)")
      .TypeName("TYPE")
      .Sets("case.type");
  AddSummary(command, options->own);
  AddRepeated(
      command, "--set", options->set,
      "A field of the type, field=value, or field:=JSON, times as --received-at has them; once for each "
      "field (arasha type show TYPE)")
      .TypeName("FIELD=VALUE")
      .Sets("case.details");
  AddCaseOptions(command, options->own,
                 {.priority = "How soon a person must look at it; normal if left out",
                  .sensitivity = "Who may see the case; the type's own if left out",
                  .host_state = "Country: TR, Türkiye, Түркия, Турция; the mission's if left out",
                  .received_time = "When the mission learned of it, '28.11.2026 14:05', 14:05, '2h ago' "
                                   "(arasha help times); now if left out"});
  AddOption(command, "--from-file", options->from_file,
            "Case in protobuf JSON; - reads standard input; other options go over it")
      .TypeName("FILE");
  AddFlag(command, "--dry-run", options->dry_run, "Check everything, open nothing");
  AddPartiesOptions(command, options->parties);
  OnSelect(command, selected, [options](Session& session) { return Open(session, *options); });
}

}  // namespace arasha::clients
