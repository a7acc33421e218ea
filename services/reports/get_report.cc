#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/reports/operations.h"
#include "services/reports/order_check.h"
#include "services/server/errors.h"
#include "services/server/page_token.h"

// What may be asked of a report that was ordered.
namespace arasha::reports {
namespace {

constexpr int kDefaultPage = 50;
constexpr int kMaxPage = 500;

}  // namespace

absl::StatusOr<v1::Report> GetReport(server::Call& call, const v1::GetReportRequest& request) {
  auto uid = ParseUid(request.name(), "reports");
  if (!uid.ok()) return uid.status();
  auto report = storage::GetReport(*call.connection, call.Audit(request).access, *uid);
  if (!report.ok()) return report.status();
  if (!*report) return server::NotFound(request.name());
  return **std::move(report);
}

absl::StatusOr<v1::ListReportsResponse> ListReports(server::Call& call,
                                                    const v1::ListReportsRequest& request) {
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", rules::Problem::kNegative}});
  const int limit = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  const std::string& key = call.directory->page_token_key();
  std::optional<storage::ReportPosition> after;
  if (!request.page_token().empty()) {
    auto position = server::ReadPageToken(key, {call.actor->name, call.method}, request.page_token());
    if (!position.ok()) return position.status();
    after = storage::ReportPosition{position->value, position->uid};
  }
  auto listed = storage::ListReports(*call.connection, call.Audit(request).access, after, limit);
  if (!listed.ok()) return listed.status();
  v1::ListReportsResponse response;
  if (static_cast<int>(listed->size()) == limit) {
    const storage::ReportPosition& last = listed->back().position;
    response.set_next_page_token(
        server::MakePageToken(key, {call.actor->name, call.method}, {last.created_at, last.uid}));
  }
  for (storage::ListedReport& one : *listed) *response.add_reports() = std::move(one.report);
  return response;
}

absl::StatusOr<v1::Report> CancelReport(server::Call& call, const v1::CancelReportRequest& request) {
  auto uid = ParseUid(request.name(), "reports");
  if (!uid.ok()) return uid.status();
  auto cancelled = storage::CancelReport(*call.connection, call.Audit(request), *uid);
  if (!cancelled.ok()) return cancelled.status();
  if (*cancelled) return **std::move(cancelled);
  v1::GetReportRequest get;
  get.set_name(request.name());
  return GetReport(call, get);
}

absl::StatusOr<v1::ReadReportResponse> ReadReport(server::Call& call, const v1::ReadReportRequest& request) {
  auto uid = ParseUid(request.name(), "reports");
  if (!uid.ok()) return uid.status();
  if (request.offset() < 0 || request.offset() % storage::kReportPartBytes != 0) {
    return server::InvalidFields(
        {{"offset", rules::Problem::kNotAMultiple, {{"of", absl::StrCat(storage::kReportPartBytes)}}}});
  }
  auto part = storage::ReadReportPart(*call.connection, call.Audit(request), *uid, request.file(),
                                      request.offset() / storage::kReportPartBytes);
  if (!part.ok()) return part.status();
  v1::ReadReportResponse response;
  if (*part) {
    response.set_content(**std::move(part));
    return response;
  }
  // Why is there no such part?
  auto report = storage::GetReport(*call.connection, call.Audit(request).access, *uid);
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
