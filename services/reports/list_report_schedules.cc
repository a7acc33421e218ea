#include "services/reports/operations.h"
#include "storage/reports/report_orders.h"

namespace arasha::reports {

absl::StatusOr<v1::ListReportSchedulesResponse> ListReportSchedules(
    server::Call& call, const v1::ListReportSchedulesRequest& /*request*/) {
  auto schedules = storage::ListReportSchedules(*call.connection, call.context.audit.access);
  if (!schedules.ok()) return schedules.status();
  v1::ListReportSchedulesResponse response;
  for (v1::ReportSchedule& schedule : *schedules) *response.add_schedules() = std::move(schedule);
  return response;
}

}  // namespace arasha::reports
