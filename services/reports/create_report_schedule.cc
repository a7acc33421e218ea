#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/reports/operations.h"
#include "services/reports/order_check.h"

namespace arasha::reports {
namespace {

// The end of the week or month that `now` lies in.
absl::Time EndOfPeriod(absl::Time now, v1::ReportInterval interval, absl::TimeZone zone) {
  const absl::CivilDay today = absl::ToCivilDay(now, zone);
  if (interval == v1::REPORT_INTERVAL_WEEK) {
    return absl::FromCivil(absl::CivilSecond(absl::NextWeekday(today, absl::Weekday::monday)), zone);
  }
  return absl::FromCivil(absl::CivilSecond(absl::CivilMonth(today) + 1), zone);
}

}  // namespace

absl::StatusOr<v1::ReportSchedule> CreateReportSchedule(server::Call& call,
                                                        const v1::CreateReportScheduleRequest& request) {
  rules::Violations violations;
  CheckOrder(request.order(), violations);
  if (request.interval() == v1::REPORT_INTERVAL_UNSPECIFIED ||
      !v1::ReportInterval_IsValid(request.interval())) {
    violations.push_back({"interval", rules::Problem::kRequired});
  }
  if (!violations.empty()) return server::InvalidFields(violations);
  auto facts = Authorise(call, request.order());
  if (!facts.ok()) return facts.status();

  v1::ReportSchedule schedule;
  *schedule.mutable_order() = request.order();
  schedule.set_interval(request.interval());
  *schedule.mutable_next_time() = ToTimestamp(EndOfPeriod(call.now, request.interval(), facts->zone));
  auto ordered = storage::OrderReportSchedule(*call.connection, call.context, schedule, *facts);
  if (!ordered.ok()) return ordered.status();
  if (*ordered) return **std::move(ordered);
  return server::Repeat<v1::ReportSchedule>(call);
}

}  // namespace arasha::reports
