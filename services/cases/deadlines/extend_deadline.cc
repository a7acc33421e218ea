#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/deadlines/deadline_decision.h"
#include "services/cases/operations.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/rules/access/access.h"
#include "services/rules/deadlines/extensions.h"
#include "services/rules/deadlines/work_calendar.h"

namespace arasha::cases {
namespace {

// Far more than any rule allows, and little enough that no date overflows.
constexpr int kLongest = 10'000;

rules::Violations CheckUntil(const v1::ExtendDeadlineRequest& request) {
  switch (request.until_case()) {
    case v1::ExtendDeadlineRequest::kDueTime:
      return {};
    case v1::ExtendDeadlineRequest::kBy: {
      const v1::Period& by = request.by();
      const int length = std::max({by.hours(), by.days(), by.working_days(), by.months(), by.years()});
      if (length <= 0) return {{"by", rules::Problem::kRequired}};
      if (length > kLongest) return {{"by", rules::Problem::kTooFarAhead}};
      return {};
    }
    case v1::ExtendDeadlineRequest::UNTIL_NOT_SET:
      break;
  }
  return {{"due_time", rules::Problem::kRequired}};
}

// Whoever holds none of the rule's roles learns which they are.
absl::Status CheckRoles(const server::Call& call, const Loaded& loaded, const v1::Extension& extension) {
  const std::vector<std::string> roles = rules::RolesAt(*call.actor, loaded.mission.code, call.now);
  if (std::find_first_of(roles.begin(), roles.end(), extension.roles().begin(), extension.roles().end()) !=
      roles.end()) {
    return absl::OkStatus();
  }
  return server::PermissionDenied(rules::Problem::kEventMadeBy,
                                  {{"roles", absl::StrJoin(extension.roles(), ", ")}});
}

}  // namespace

absl::StatusOr<v1::Entry> ExtendDeadline(server::Call& call, const v1::ExtendDeadlineRequest& request) {
  if (absl::Status s = CheckReason(request.reason()); !s.ok()) return s;
  if (const auto violations = CheckUntil(request); !violations.empty()) {
    return server::InvalidFields(violations);
  }
  const auto decide = [&](const Loaded& loaded) -> absl::StatusOr<Decision> {
    absl::StatusOr<RunningDeadline> deadline = FindRunning(call, loaded, request.rule(), request.run());
    if (!deadline.ok()) return deadline.status();
    const v1::DeadlineRule& rule = *deadline->rule;
    if (rule.has_extension()) {
      if (absl::Status s = CheckRoles(call, loaded, rule.extension()); !s.ok()) return s;
    }
    rules::DeadlineCourse& course = deadline->course();
    const rules::WorkCalendar& calendar = loaded.mission.calendar;
    const absl::Time asked = request.has_by() ? rules::DueTime(rules::DueOf(course), request.by(), calendar)
                                              : ToTime(request.due_time());
    const absl::Time due = rules::ExtendedDue(course, asked, calendar);
    if (auto violations =
            rules::CheckExtension(FactsOf(loaded.row.message, loaded.type, calendar), rule, course,
                                  HappeningsOf(loaded), due, call.now, request.has_by() ? "by" : "due_time");
        !violations.empty()) {
      return server::InvalidFields(violations);
    }
    rules::Extend(course, due, call.now);
    return Decided(call, loaded, v1::ENTRY_KIND_EXTENSION, *std::move(deadline), request.reason(),
                   {rules::OfExtension(rule.id(), call.now)});
  };
  return ChangeAndTell(call, {.etag = request.etag(), .waiting = Overtaking(request.overtake_proposal())},
                       decide);
}

}  // namespace arasha::cases
