#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/list_options.h"
#include "clients/print/tables/print_reports.h"

namespace arasha::clients {
namespace {

absl::Status List(Session& session, int limit) {
  const auto listed =
      ReadPages(session.api(), v1::ListReportsRequest(), {.limit = limit, .largest_page = kLargestPage});
  if (!listed.ok()) return listed.status();
  session.Print(listed->rows);
  return absl::OkStatus();
}

}  // namespace

void AddReportList(CLI::App& reports, Run& selected) {
  CLI::App& command = AddCommand(reports, "list", "List the reports that you may read, newest first",
                                 {"arasha report list", "arasha report list --limit 200 --output csv"});
  auto limit = std::make_shared<int>(20);
  AddLimit(command, *limit, 100'000, "At most so many reports");
  OnSelectList<v1::Report>(command, selected, [limit](Session& session) { return List(session, *limit); });
}

}  // namespace arasha::clients
