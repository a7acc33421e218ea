#ifndef ARASHA_SERVICES_REPORTS_REPORTS_SERVICE_H_
#define ARASHA_SERVICES_REPORTS_REPORTS_SERVICE_H_

#include "arasha/v1/reports.grpc.pb.h"
#include "services/server/dispatcher.h"

namespace arasha::reports {

// The gRPC face of reports.proto. Reports are made by report_worker.h.
class ReportsService final : public v1::Reports::CallbackService {
 public:
  // `dispatcher` must outlive it.
  explicit ReportsService(server::Dispatcher& dispatcher);
  ~ReportsService() override;

  grpc::ServerUnaryReactor* CreateReport(grpc::CallbackServerContext* context,
                                         const v1::CreateReportRequest* request,
                                         v1::Report* response) override;
  grpc::ServerUnaryReactor* GetReport(grpc::CallbackServerContext* context,
                                      const v1::GetReportRequest* request, v1::Report* response) override;
  grpc::ServerUnaryReactor* ListReports(grpc::CallbackServerContext* context,
                                        const v1::ListReportsRequest* request,
                                        v1::ListReportsResponse* response) override;
  grpc::ServerUnaryReactor* CancelReport(grpc::CallbackServerContext* context,
                                         const v1::CancelReportRequest* request,
                                         v1::Report* response) override;
  grpc::ServerUnaryReactor* ReadReport(grpc::CallbackServerContext* context,
                                       const v1::ReadReportRequest* request,
                                       v1::ReadReportResponse* response) override;
  grpc::ServerUnaryReactor* CreateReportSchedule(grpc::CallbackServerContext* context,
                                                 const v1::CreateReportScheduleRequest* request,
                                                 v1::ReportSchedule* response) override;
  grpc::ServerUnaryReactor* ListReportSchedules(grpc::CallbackServerContext* context,
                                                const v1::ListReportSchedulesRequest* request,
                                                v1::ListReportSchedulesResponse* response) override;
  grpc::ServerUnaryReactor* EndReportSchedule(grpc::CallbackServerContext* context,
                                              const v1::EndReportScheduleRequest* request,
                                              v1::ReportSchedule* response) override;

 private:
  server::Dispatcher& dispatcher_;
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_REPORTS_SERVICE_H_
