#include "services/calls/errors.h"
#include "services/reports/operations.h"
#include "storage/reports/report_orders.h"

namespace arasha::reports {

absl::StatusOr<v1::Report> GetReport(server::Call& call, const v1::GetReportRequest& request) {
  auto report = storage::GetReport(*call.connection, call.context.audit.access, call.uid);
  if (!report.ok()) return report.status();
  if (!*report) return server::NotFound(request.name());
  return **std::move(report);
}

}  // namespace arasha::reports
