#include <memory>

#include "clients/commands/case/overtaking.h"
#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/session/deadline_notes.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct AssignOptions {
  std::string case_name;
  std::string officer;
  std::string etag;
  bool overtake = false;
};

absl::Status Assign(Session& session, const AssignOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  v1::AssignCaseRequest request;
  request.set_name(*name);
  if (options.officer != "nobody") {
    const absl::StatusOr<std::string> assignee = session.Staff(options.officer);
    if (!assignee.ok()) return assignee.status();
    request.set_assignee(*assignee);
  }
  request.set_etag(options.etag);
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::Case> matter = CallOvertaking(session, *name, request, options.overtake);
  if (!matter.ok()) return matter.status();
  session.PrintCase(*matter);
  PrintDeadlinesAfter(session, matter->name(), matter->update_time());
  return absl::OkStatus();
}

}  // namespace

void AddCaseAssign(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "assign", "Give a case to an officer of its mission, or to nobody",
                 {"arasha case assign IST-2026-000123 a.omarova", "arasha case assign IST-2026-000123 me",
                  "arasha case assign IST-2026-000123 nobody"});
  auto options = std::make_shared<AssignOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("name");
  AddOption(command, "OFFICER", options->officer, "Id of the officer; me for yourself; nobody frees the case")
      .Required()
      .Sets("assignee");
  AddOption(command, "--etag", options->etag, "Refuse if the case is no longer the one of this etag")
      .Sets("etag");
  AddOvertakeOption(command, options->overtake);
  OnSelect(command, selected, [options](Session& session) { return Assign(session, *options); });
}

}  // namespace arasha::clients
