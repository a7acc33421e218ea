#include "services/calls/errors.h"
#include "services/reports/operations.h"
#include "storage/reports/report_orders.h"

namespace arasha::reports {

absl::StatusOr<v1::ReportSchedule> EndReportSchedule(server::Call& call,
                                                     const v1::EndReportScheduleRequest& request) {
  auto ended = storage::EndReportSchedule(*call.connection, call.context.audit, call.uid);
  if (!ended.ok()) return ended.status();
  if (!*ended) return server::NotFound(request.name());
  return **std::move(ended);
}

}  // namespace arasha::reports
