#include <memory>
#include <ostream>

#include "clients/commands/commands.h"
#include "clients/commands/fetch_timeline.h"
#include "clients/commands/options.h"
#include "clients/print/tables/print_timeline.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"

namespace arasha::clients {
namespace {

struct ShowOptions {
  std::string case_name;
  bool timeline = false;
};

absl::Status Show(Session& session, const ShowOptions& options) {
  if (options.timeline && session.output() != Output::kTable) return UsageError("usage.timeline_table_only");
  const absl::StatusOr<std::string> name = session.Case(options.case_name);
  if (!name.ok()) return name.status();
  const absl::StatusOr<v1::Case> matter = session.FetchCase(*name);
  if (!matter.ok()) return matter.status();
  session.PrintCase(*matter);
  if (!options.timeline) return absl::OkStatus();
  const absl::StatusOr<v1::ListEntriesResponse> entries = FetchTimeline(session, *name);
  if (!entries.ok()) return entries.status();
  *session.environment().out << "\n";
  session.Print(*entries);
  return absl::OkStatus();
}

}  // namespace

void AddCaseShow(CLI::App& cases, Run& selected) {
  CLI::App& command =
      AddCommand(cases, "show", "Show a case: fields, parties, deadlines with their sources",
                 {"arasha case show IST-2026-000123", "arasha case show IST-2026-000123 --timeline --lang kk",
                  "arasha case show missions/IST/cases/IST-2026-000123 --output json"});
  auto options = std::make_shared<ShowOptions>();
  AddOption(command, "CASE", options->case_name, "The case: IST-2026-000123, or its full name")
      .Required()
      .Sets("name");
  AddFlag(command, "--timeline", options->timeline,
          "Its timeline as well (tables only; else: case timeline)");
  OnSelect(command, selected, [options](Session& session) { return Show(session, *options); });
}

}  // namespace arasha::clients
