#include <google/protobuf/util/time_util.h>

#include "services/cases/writes.h"
#include "services/reports/operations.h"
#include "services/reports/order_check.h"
#include "services/server/errors.h"

namespace arasha::reports {
namespace {

using google::protobuf::util::TimeUtil;

constexpr int64_t kLongestSeconds = int64_t{3660} * 24 * 60 * 60;  // ten years

void CheckPeriod(const v1::CreateReportRequest& request, rules::Violations& violations) {
  for (const auto& [field, time] : {std::pair("start_time", &request.start_time()),
                                    std::pair("end_time", &request.end_time())}) {
    if (!TimeUtil::IsTimestampValid(*time)) violations.push_back({field, "is not a time"});
  }
  if (!violations.empty()) return;
  if (!request.has_start_time()) violations.push_back({"start_time", "is required"});
  if (!request.has_end_time()) violations.push_back({"end_time", "is required"});
  const int64_t length = request.end_time().seconds() - request.start_time().seconds();
  if (violations.empty() && (request.end_time() <= request.start_time() || length > kLongestSeconds)) {
    violations.push_back({"end_time", "must lie after start_time, at most ten years"});
  }
}

}  // namespace

absl::StatusOr<v1::Report> CreateReport(server::Call& call, const v1::CreateReportRequest& request) {
  rules::Violations violations;
  CheckPeriod(request, violations);
  CheckOrder(request.order(), violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  auto context = cases::BeginWrite(call, request, request.request_id());
  if (!context.ok()) return context.status();
  auto facts = Authorise(call, request.order());
  if (!facts.ok()) return facts.status();

  v1::Report report;
  *report.mutable_order() = request.order();
  *report.mutable_start_time() = request.start_time();
  *report.mutable_end_time() = request.end_time();
  auto ordered = storage::OrderReport(*call.connection, *context, report, *facts);
  if (!ordered.ok()) return ordered.status();
  if (ordered->other_content) return RequestIdReused();
  return std::move(ordered->message);
}

}  // namespace arasha::reports
