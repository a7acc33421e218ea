#include "absl/time/civil_time.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/reports/operations.h"
#include "services/reports/order_check.h"
#include "services/reports/period.h"

namespace arasha::reports {
namespace {

google::protobuf::Timestamp BeginningOf(absl::CivilDay day, absl::TimeZone zone) {
  return ToTimestamp(absl::FromCivil(absl::CivilSecond(day), zone));
}

}  // namespace

absl::StatusOr<v1::Report> CreateReport(server::Call& call, const v1::CreateReportRequest& request) {
  rules::Violations violations;
  CheckOrder(request.order(), violations);
  if (!violations.empty()) return server::InvalidFields(violations);
  auto facts = Authorise(call, request.order());
  if (!facts.ok()) return facts.status();
  const Period period = ParsePeriod(request.start_date(), request.end_date(), call.about.year,
                                    absl::ToCivilDay(call.now, facts->zone), violations);
  if (!violations.empty()) return server::InvalidFields(violations);

  v1::Report report;
  *report.mutable_order() = request.order();
  *report.mutable_start_time() = BeginningOf(period.first, facts->zone);
  *report.mutable_end_time() = BeginningOf(period.last + 1, facts->zone);
  auto ordered = storage::OrderReport(*call.connection, call.context, report, *facts);
  if (!ordered.ok()) return ordered.status();
  if (*ordered) return **std::move(ordered);
  return server::Repeat<v1::Report>(call);
}

}  // namespace arasha::reports
