#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/connection/mission_zones.h"
#include "clients/print/tables/print_access.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct BreakGlassOptions {
  std::string case_name;
  std::string reason;
};

absl::Status BreakGlass(Session& session, const BreakGlassOptions& options) {
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  v1::BreakGlassRequest request;
  request.set_case_(*name);
  request.set_reason(session.TextOf(options.reason));
  request.set_request_id(session.RequestId());
  const absl::StatusOr<v1::AccessGrant> grant = session.api().Call(request);
  // The server does not tell a case in a compartment from none.
  if (absl::IsNotFound(grant.status()) && session.output() == Output::kTable &&
      MissionUnknown(session.api(), MissionOf(*name)).ok()) {
    return RefusedAs(grant.status(),
                     UsageError("usage.not_behind_glass",
                                {{"case", std::string(ShortName(*name))},
                                 {"compartmented", session.messages().Text("SENSITIVITY_COMPARTMENTED")}}));
  }
  if (!grant.ok()) return grant.status();
  session.Print(*grant);
  session.Note(session.messages().Text("note.glass_broken"));
  if (session.output() != Output::kTable) return absl::OkStatus();
  // What it was broken for.
  const absl::StatusOr<v1::Case> matter = session.FetchCase(*name);
  if (!matter.ok()) return matter.status();
  session.PrintCase(*matter);
  return absl::OkStatus();
}

}  // namespace

void AddAccessBreakGlass(CLI::App& access, Run& selected) {
  CLI::App& command =
      AddCommand(access, "break-glass",
                 "Take emergency access to a case for an hour; it raises an alarm and will be reviewed",
                 {"arasha access break-glass IST-2026-000123 'Hospital calls'",
                  "arasha access break-glass IST-2026-000123 --reason - < reason.txt"});
  auto options = std::make_shared<BreakGlassOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("case");
  const Option reason =
      AddOption(command, "REASON", options->reason, "Why it cannot wait: ten letters or more");
  AddOption(command, "--reason", options->reason,
            "The same; asked for at a terminal, required elsewhere; - reads it from standard input")
      .AskedFor(options->reason, "label.reason")
      .Excludes(reason)
      .Sets("reason");
  OnSelect(command, selected, [options](Session& session) { return BreakGlass(session, *options); });
}

}  // namespace arasha::clients
