#include "services/calls/errors.h"
#include "services/reports/operations.h"
#include "storage/reports/report_orders.h"

namespace arasha::reports {

absl::StatusOr<v1::Report> CancelReport(server::Call& call, const v1::CancelReportRequest& request) {
  auto cancelled = storage::CancelReport(*call.connection, call.context.audit, call.uid);
  if (!cancelled.ok()) return cancelled.status();
  if (!*cancelled) return server::NotFound(request.name());
  return **std::move(cancelled);
}

}  // namespace arasha::reports
