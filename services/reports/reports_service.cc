#include "services/reports/reports_service.h"

#include "services/reports/operations.h"

namespace arasha::reports {

ReportsService::ReportsService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("CreateReport", &reports::CreateReport);
  Serve("GetReport", &reports::GetReport);
  Serve("ListReports", &reports::ListReports);
  Serve("CancelReport", &reports::CancelReport);
  Serve("ReadReport", &reports::ReadReport);
  Serve("CreateReportSchedule", &reports::CreateReportSchedule);
  Serve("ListReportSchedules", &reports::ListReportSchedules);
  Serve("EndReportSchedule", &reports::EndReportSchedule);
}

}  // namespace arasha::reports
