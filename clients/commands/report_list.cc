#include <algorithm>
#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"

namespace arasha::clients {
namespace {

// The most that the server gives at once; see ListReportsRequest.
constexpr int kLargestPage = 500;

absl::Status List(Session& session, int limit) {
  v1::ListReportsRequest request;
  v1::ListReportsResponse merged;
  do {
    request.set_page_size(std::min(limit - merged.reports_size(), kLargestPage));
    const absl::StatusOr<v1::ListReportsResponse> page = session.api().Call(request);
    if (!page.ok()) return page.status();
    merged.mutable_reports()->MergeFrom(page->reports());
    merged.set_next_page_token(page->next_page_token());
    request.set_page_token(page->next_page_token());
  } while (!request.page_token().empty() && merged.reports_size() < limit);
  session.Print(merged);
  return absl::OkStatus();
}

}  // namespace

void AddReportList(CLI::App& reports, Run& selected) {
  CLI::App& command = AddCommand(reports, "list", "List the reports that you may read, newest first",
                                 {"arasha report list", "arasha report list --limit 200 --output csv"});
  auto limit = std::make_shared<int>(20);
  AddOption(command, "--limit", *limit, "At most so many reports")
      .Range(1, 100'000)
      .TypeName("N")
      .ShowDefault();
  OnSelect(command, selected, [limit](Session& session) { return List(session, *limit); });
}

}  // namespace arasha::clients
