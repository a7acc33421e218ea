#include <memory>
#include <ostream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "clients/commands/case/case_options.h"
#include "clients/commands/case/party/given_parties.h"
#include "clients/commands/case/party/parties.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/input/details.h"
#include "clients/print/tables/print_case.h"
#include "clients/session/labels.h"
#include "clients/session/prompt.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct FollowOptions {
  std::string case_name;
  std::string type;
  CaseOptions own;
  std::vector<std::string> set;
  GivenParties parties;
  bool dry_run = false;
};

// The type that was typed, by its id or by what the follow-on is called; without one the only one that the
// case's type offers, or the answer of whoever is at the terminal.
absl::StatusOr<std::string> FollowOnTyped(Session& session, const v1::CaseType& type,
                                          const std::string& typed) {
  std::vector<PromptOption> options;
  std::vector<std::string> ids;
  for (const v1::FollowOn& follow_on : type.follow_ons()) {
    if (IsLabel(typed, follow_on.label())) return follow_on.type();
    ids.push_back(follow_on.type());
    options.push_back({follow_on.type(), session.messages().Text(follow_on.label(), follow_on.type())});
  }
  if (!typed.empty()) return typed;  // The server says what is offered instead, if it is not.
  if (ids.size() == 1) return ids.front();
  if (ids.empty()) return UsageError("usage.no_follow_on", {{"type", type.id()}});
  if (session.Interactive()) return AskChoice(session, session.messages().Text("label.type"), options);
  return UsageError("usage.which_follow_on", {{"values", absl::StrJoin(ids, ", ")}});
}

absl::Status Follow(Session& session, const FollowOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  const absl::StatusOr<v1::Case> followed = session.FetchCase(*name);
  if (!followed.ok()) return followed.status();
  const absl::StatusOr<v1::CaseType> type = session.TypeOf(*followed);
  if (!type.ok()) return type.status();
  const absl::StatusOr<std::string> id = FollowOnTyped(session, *type, options.type);
  if (!id.ok()) return id.status();
  v1::CreateCaseRequest request;
  request.set_parent(MissionOf(*name));
  request.set_follows(*name);
  request.mutable_case_()->set_type(*id);
  request.set_request_id(session.RequestId());
  const CaseTypeSource of_new = [&]() -> absl::StatusOr<v1::CaseType> {
    v1::GetCaseTypeRequest get;
    get.set_name(CaseTypeName(*id));
    return session.api().Call(get);
  };
  const absl::StatusOr<google::protobuf::Struct> details = ParseDetails(options.set, of_new, session.Times());
  if (!details.ok()) return details.status();
  if (!options.set.empty()) *request.mutable_case_()->mutable_details() = *details;
  const auto own = Fill(session, options.own, *request.mutable_case_());
  if (!own.ok()) return own.status();
  absl::Status added = AddGivenParties(session, options.parties, of_new, *request.mutable_case_());
  if (!added.ok()) return added;
  if (session.Interactive() && !options.dry_run) {
    v1::CreateCaseRequest check = request;
    check.set_validate_only(true);
    const absl::StatusOr<v1::Case> draft = session.api().Call(check);
    if (!draft.ok()) return draft.status();
    const absl::StatusOr<v1::CaseType> new_type = of_new();
    if (!new_type.ok()) return new_type.status();
    *session.environment().err << TableText(*draft, *new_type, session.style()) << "\n";
    NoteAlsoIn(session, *draft);
    const absl::StatusOr<bool> sure = AskYesNo(session, session.messages().Text("prompt.open"));
    if (!sure.ok()) return sure.status();
    if (!*sure) return UsageError("usage.not_confirmed");
  }
  request.set_validate_only(options.dry_run);
  const absl::StatusOr<v1::Case> opened = session.api().Call(request);
  if (!opened.ok()) return opened.status();
  session.PrintCase(*opened);
  if (options.dry_run) session.Note(session.messages().Text("note.dry_run"));
  return absl::OkStatus();
}

}  // namespace

void AddCaseFollow(CLI::App& cases, Run& selected) {
  CLI::App& command = AddCommand(
      cases, "follow", "Open a case that follows from another, with what is known there",
      {"arasha case follow IST-2026-000123 family.inheritance --dry-run",
       "arasha case follow IST-2026-000123 family.inheritance --set property=\"Мерсиндегі пәтер\"",
       "arasha case follow IST-2026-000123 family.guardianship --subject \"Әлия Жұмабаева\"",
       "arasha case follow IST-2026-000123", "",
       "At a terminal the new case is shown before it is opened. Both timelines tell of the other."});
  auto options = std::make_shared<FollowOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("follows");
  AddOption(command, "TYPE", options->type,
            "Case type of the new case; the only one that is offered if left out")
      .Sets("case.type");
  AddSummary(command, options->own);
  AddRepeated(command, "--set", options->set,
              "A field of the type, field=value, or field:=JSON; once for each field")
      .TypeName("FIELD=VALUE")
      .Sets("case.details");
  AddPartiesOptions(command, options->parties);
  AddFlag(command, "--dry-run", options->dry_run, "Show what would be taken over, open nothing");
  OnSelect(command, selected, [options](Session& session) { return Follow(session, *options); });
}

}  // namespace arasha::clients
