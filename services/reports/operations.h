#ifndef ARASHA_SERVICES_REPORTS_OPERATIONS_H_
#define ARASHA_SERVICES_REPORTS_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/reports.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of reports.proto; contracts are there.
namespace arasha::reports {

absl::StatusOr<v1::Report> CreateReport(server::Call& call, const v1::CreateReportRequest& request);
absl::StatusOr<v1::Report> GetReport(server::Call& call, const v1::GetReportRequest& request);
absl::StatusOr<v1::ListReportsResponse> ListReports(server::Call& call,
                                                    const v1::ListReportsRequest& request);
absl::StatusOr<v1::Report> CancelReport(server::Call& call, const v1::CancelReportRequest& request);
absl::StatusOr<v1::ReadReportResponse> ReadReport(server::Call& call, const v1::ReadReportRequest& request);
absl::StatusOr<v1::ReportSchedule> CreateReportSchedule(server::Call& call,
                                                        const v1::CreateReportScheduleRequest& request);
absl::StatusOr<v1::ListReportSchedulesResponse> ListReportSchedules(
    server::Call& call, const v1::ListReportSchedulesRequest& request);
absl::StatusOr<v1::ReportSchedule> EndReportSchedule(server::Call& call,
                                                     const v1::EndReportScheduleRequest& request);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_OPERATIONS_H_
