#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "services/reports/operations.h"
#include "services/reports/order_check.h"

// What may be asked of a report that was ordered.
namespace arasha::reports {
namespace {

constexpr server::PageSizes kSizes = {.usual = 50, .most = 500};

}  // namespace

absl::StatusOr<v1::Report> GetReport(server::Call& call, const v1::GetReportRequest& request) {
  auto report = storage::GetReport(*call.connection, call.context.audit.access, call.uid);
  if (!report.ok()) return report.status();
  if (!*report) return server::NotFound(request.name());
  return **std::move(report);
}

absl::StatusOr<v1::ListReportsResponse> ListReports(server::Call& call,
                                                    const v1::ListReportsRequest& request) {
  const auto page = server::Page::Of(call, request, kSizes);
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

absl::StatusOr<v1::Report> CancelReport(server::Call& call, const v1::CancelReportRequest& request) {
  auto cancelled = storage::CancelReport(*call.connection, call.context.audit, call.uid);
  if (!cancelled.ok()) return cancelled.status();
  if (*cancelled) return **std::move(cancelled);
  v1::GetReportRequest get;
  get.set_name(request.name());
  return GetReport(call, get);
}

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
