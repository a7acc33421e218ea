#include "services/reports/reports_service.h"

#include "services/reports/operations.h"

namespace arasha::reports {

ReportsService::ReportsService(server::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}
ReportsService::~ReportsService() = default;

grpc::ServerUnaryReactor* ReportsService::CreateReport(grpc::CallbackServerContext* context,
                                                       const v1::CreateReportRequest* request,
                                                       v1::Report* response) {
  return dispatcher_.Serve(context, "CreateReport", request, response, &reports::CreateReport);
}

grpc::ServerUnaryReactor* ReportsService::GetReport(grpc::CallbackServerContext* context,
                                                    const v1::GetReportRequest* request,
                                                    v1::Report* response) {
  return dispatcher_.Serve(context, "GetReport", request, response, &reports::GetReport);
}

grpc::ServerUnaryReactor* ReportsService::ListReports(grpc::CallbackServerContext* context,
                                                      const v1::ListReportsRequest* request,
                                                      v1::ListReportsResponse* response) {
  return dispatcher_.Serve(context, "ListReports", request, response, &reports::ListReports);
}

grpc::ServerUnaryReactor* ReportsService::CancelReport(grpc::CallbackServerContext* context,
                                                       const v1::CancelReportRequest* request,
                                                       v1::Report* response) {
  return dispatcher_.Serve(context, "CancelReport", request, response, &reports::CancelReport);
}

grpc::ServerUnaryReactor* ReportsService::ReadReport(grpc::CallbackServerContext* context,
                                                     const v1::ReadReportRequest* request,
                                                     v1::ReadReportResponse* response) {
  return dispatcher_.Serve(context, "ReadReport", request, response, &reports::ReadReport);
}

grpc::ServerUnaryReactor* ReportsService::CreateReportSchedule(grpc::CallbackServerContext* context,
                                                               const v1::CreateReportScheduleRequest* request,
                                                               v1::ReportSchedule* response) {
  return dispatcher_.Serve(context, "CreateReportSchedule", request, response,
                           &reports::CreateReportSchedule);
}

grpc::ServerUnaryReactor* ReportsService::ListReportSchedules(grpc::CallbackServerContext* context,
                                                              const v1::ListReportSchedulesRequest* request,
                                                              v1::ListReportSchedulesResponse* response) {
  return dispatcher_.Serve(context, "ListReportSchedules", request, response, &reports::ListReportSchedules);
}

grpc::ServerUnaryReactor* ReportsService::EndReportSchedule(grpc::CallbackServerContext* context,
                                                            const v1::EndReportScheduleRequest* request,
                                                            v1::ReportSchedule* response) {
  return dispatcher_.Serve(context, "EndReportSchedule", request, response, &reports::EndReportSchedule);
}

}  // namespace arasha::reports
