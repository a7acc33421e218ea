#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "services/reports/operations.h"
#include "storage/reports/report_orders.h"

namespace arasha::reports {

absl::StatusOr<v1::ReadReportResponse> ReadReport(server::Call& call, const v1::ReadReportRequest& request) {
  if (request.offset() < 0 || request.offset() % storage::kReportPartBytes != 0) {
    return server::InvalidFields(
        {{"offset", rules::Problem::kNotAMultiple, {{"of", absl::StrCat(storage::kReportPartBytes)}}}});
  }
  auto part = storage::ReadReportPart(*call.connection, call.context.audit, call.uid, request.file(),
                                      request.offset() / storage::kReportPartBytes);
  if (!part.ok()) return part.status();
  v1::ReadReportResponse response;
  if (*part) {
    response.set_content(**std::move(part));
    return response;
  }
  // Why is there no such part?
  auto report = storage::GetReport(*call.connection, call.context.audit.access, call.uid);
  if (!report.ok()) return report.status();
  if (!*report) return server::NotFound(request.name());
  if ((*report)->state() != v1::REPORT_STATE_DONE) {
    return WithMetadata(Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_REPORT_NOT_DONE,
                               "the report is not done yet, or never will be"),
                        "state", v1::ReportState_Name((*report)->state()));
  }
  const auto& files = (*report)->files();
  const bool known = std::any_of(files.begin(), files.end(),
                                 [&](const v1::ReportFile& file) { return file.name() == request.file(); });
  if (!known) return server::NotFound(absl::StrCat(request.name(), "/files/", request.file()));
  return response;  // The end of the file.
}

}  // namespace arasha::reports
