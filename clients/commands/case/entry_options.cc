#include "clients/commands/case/entry_options.h"

#include <utility>

#include "absl/algorithm/container.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/commands/case/party/parties.h"
#include "clients/commands/options.h"
#include "clients/errors/failure.h"
#include "clients/input/details.h"
#include "clients/session/deadline_notes.h"
#include "clients/session/editor.h"
#include "clients/session/labels.h"
#include "clients/session/prompt.h"
#include "clients/text/names.h"
#include "proto/entry_fields.h"

namespace arasha::clients {
namespace {

// What is told by its time and its party, and need have no text.
bool MayLackText(v1::EntryKind kind) {
  return kind == v1::ENTRY_KIND_CONTACT || kind == v1::ENTRY_KIND_VISIT;
}

// Asks for the fields without which the server refused the entry. False if it refused anything else, or
// nobody is there to be asked.
absl::StatusOr<bool> AskLacking(Session& session, const absl::Status& refusal, v1::AddEntryRequest& request) {
  constexpr absl::string_view kDetails = "entry.details.";
  const std::vector<Failure::Violation> lacking = FailureOf(refusal, {}).violations;
  const bool all = absl::c_all_of(lacking, [&](const Failure::Violation& violation) {
    return violation.problem == "required" && absl::StartsWith(violation.field, kDetails);
  });
  if (lacking.empty() || !all || !session.Interactive()) return false;
  const auto type = EntryTypeOf(session, request.parent(), request.entry().kind());
  if (!type.ok()) return type.status();
  for (const v1::FieldRule& rule : type->fields()) {
    const std::string path = absl::StrCat(kDetails, rule.id());
    if (absl::c_none_of(lacking, [&](const auto& violation) { return violation.field == path; })) continue;
    absl::StatusOr<FieldAnswer> answer = AskField(session, rule, /*needed=*/true);
    if (!answer.ok()) return answer.status();
    auto& fields = *request.mutable_entry()->mutable_details()->mutable_fields();
    if (answer->value) fields[rule.id()] = *std::move(answer->value);
  }
  return true;
}

}  // namespace

absl::StatusOr<v1::CaseType> EntryTypeOf(Session& session, const std::string& case_name, v1::EntryKind kind) {
  const absl::StatusOr<v1::Case> matter = FetchBasicCase(session.api(), case_name);
  if (!matter.ok()) return matter.status();
  absl::StatusOr<v1::CaseType> type = session.TypeOf(*matter);
  if (type.ok()) *type->mutable_fields() = EntryFieldsOf(*type, kind);
  return type;
}

void AddDetailOption(CLI::App& command, EntryOptions& options) {
  AddRepeated(command, "--set", options.set,
              "A field that the type has for such entries, field=value, or field:=JSON; once for each field "
              "(arasha type show TYPE)")
      .TypeName("FIELD=VALUE")
      .Sets("entry.details");
}

void AddEntryOptions(CLI::App& command, EntryOptions& options) {
  const auto take = [&options](const std::string& typed) { options.text = typed; };
  AddOption(command, "CASE", options.case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("parent");
  const Option text = AddOption(command, "TEXT", take, "What is worth knowing; an editor opens if left out");
  AddOption(command, "--text", take,
            MayLackText(options.entry.kind()) ? "The same; - reads it from standard input, '' adds none"
                                              : "The same; - reads it from standard input")
      .MayBeEmpty()
      .Excludes(text)
      .Sets("entry.text");
  AddOption(
      command, "--happened-at", options.happened_time,
      "When it happened, '28.11.2026 14:05', 14:05, 'yesterday 9:00', '2h ago' (arasha help times); now if "
      "left out")
      .Sets("entry.happened_time");
}

void AddPartyOption(CLI::App& command, EntryOptions& options) {
  AddOption(command, "--party", options.party, "The party concerned: its name, role or uuid")
      .TypeName("PARTY")
      .Sets("entry.party");
}

absl::Status RunAddEntry(Session& session, const EntryOptions& options) {
  const absl::StatusOr<std::string> parent = session.Case(options.case_name);
  if (!parent.ok()) return parent.status();
  v1::AddEntryRequest request;
  request.set_parent(*parent);
  *request.mutable_entry() = options.entry;
  const auto type = [&] { return EntryTypeOf(session, *parent, options.entry.kind()); };
  if (const std::string& item = options.entry.check_item(); !LooksLikeId(item)) {
    const absl::StatusOr<v1::CaseType> of_items = type();
    if (!of_items.ok()) return of_items.status();
    const absl::StatusOr<std::string> id = IdCalledSo(of_items->checklist(), item);
    if (!id.ok()) return id.status();
    request.mutable_entry()->set_check_item(*id);
  }
  if (!options.happened_time.empty()) {
    const auto time = session.TimeOf(options.happened_time);
    if (!time.ok()) return time.status();
    *request.mutable_entry()->mutable_happened_time() = *time;
  }
  if (!options.party.empty()) {
    const absl::StatusOr<std::string> party = PartyName(session, *parent, options.party);
    if (!party.ok()) return party.status();
    request.mutable_entry()->set_party(*party);
  }
  const absl::StatusOr<google::protobuf::Struct> details = ParseDetails(options.set, type, session.Times());
  if (!details.ok()) return details.status();
  if (!details->fields().empty()) *request.mutable_entry()->mutable_details() = *details;
  // Last, so that nobody writes what another option lets fail.
  std::optional<Draft> draft;
  if (options.text) {
    request.mutable_entry()->set_text(session.TextOf(*options.text));
  } else if (session.Interactive()) {
    const Texts& messages = session.messages();
    absl::StatusOr<Draft> written = Draft::Write(
        session, messages.Text("editor.entry", {{"kind", messages.Text(EntryKind_Name(options.entry.kind()))},
                                                {"case", std::string(ShortName(*parent))}}));
    if (!written.ok()) return written.status();
    request.mutable_entry()->set_text(written->text());
    draft.emplace(*std::move(written));
  }
  request.set_request_id(session.RequestId());
  absl::StatusOr<v1::Entry> entry = session.api().Call(request);
  while (!entry.ok()) {
    absl::StatusOr<bool> again = TakeRefusedParties(session, entry.status(), "entry.details.", *parent,
                                                    *request.mutable_entry()->mutable_details());
    if (again.ok() && !*again) {
      again = TakeRefusedLabels(entry.status(), type, *request.mutable_entry()->mutable_details());
    }
    if (again.ok() && !*again) again = AskLacking(session, entry.status(), request);
    if (!again.ok()) entry = again.status();
    if (!again.ok() || !*again) break;
    entry = session.api().Call(request);
  }
  if (!entry.ok()) {
    if (draft) session.Note(session.messages().Text("note.draft_kept", {{"path", draft->Keep()}}));
    return entry.status();
  }
  PrintEntryAndDeadlines(session, *parent, *entry);
  return absl::OkStatus();
}

}  // namespace arasha::clients
