#include "services/calls/page.h"
#include "services/reports/operations.h"
#include "storage/reports/report_orders.h"

namespace arasha::reports {
namespace {

constexpr server::PageSizes kReportPages = {.usual = 50, .most = 500};

}  // namespace

absl::StatusOr<v1::ListReportsResponse> ListReports(server::Call& call,
                                                    const v1::ListReportsRequest& request) {
  const auto page = server::Page::Of(call, request, kReportPages);
  if (!page.ok()) return page.status();
  auto listed =
      storage::ListReports(*call.connection, call.context.audit.access, page->after(), page->size());
  if (!listed.ok()) return listed.status();
  v1::ListReportsResponse response;
  if (static_cast<int>(listed->size()) == page->size()) {
    response.set_next_page_token(page->TokenAfter(listed->back().position));
  }
  for (storage::ListedReport& one : *listed) *response.add_reports() = std::move(one.report);
  return response;
}

}  // namespace arasha::reports
