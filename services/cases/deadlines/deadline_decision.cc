#include "services/cases/deadlines/deadline_decision.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/new_rows.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/entries.h"
#include "services/rules/deadlines/extensions.h"

namespace arasha::cases {
namespace {

absl::Status NoSuchDeadline(const Loaded& loaded) {
  std::vector<std::string> rules;
  for (const storage::DeadlineRow& row : loaded.deadlines) {
    if (row.start < absl::InfiniteFuture() && row.run == 1) rules.push_back(row.rule);
  }
  return server::InvalidFields(
      {{"rule", rules::Problem::kUnknownDeadline, {{"values", absl::StrJoin(rules, ", ")}}}});
}

absl::Status NotRunning(const v1::DeadlineRule& rule, v1::DeadlineState state) {
  const std::string word(absl::StripPrefix(v1::DeadlineState_Name(state), "DEADLINE_STATE_"));
  absl::Status status = Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_DEADLINE_NOT_RUNNING,
                               "the deadline does not run: it was met, waived, is past due or owed no more");
  status = WithMetadata(std::move(status), "rule", rule.id());
  // Unlike those of events, ids of rules are no words of English.
  status = WithMetadata(std::move(status), "rule.en", rule.label().en());
  status = WithMetadata(std::move(status), "state", word);
  return WithLabels(std::move(status), "rule", rule.label());
}

}  // namespace

absl::StatusOr<RunningDeadline> FindRunning(const server::Call& call, const Loaded& loaded,
                                            const std::string& rule, int run) {
  RunningDeadline found{
      .rule = loaded.type.FindDeadline(rule), .courses = CoursesOf(loaded.deadlines), .index = 0};
  const auto course =
      std::find_if(found.courses.begin(), found.courses.end(), [&](const rules::DeadlineCourse& one) {
        return one.started.rule == rule && one.run == std::max(run, 1) &&
               one.started.start < absl::InfiniteFuture();
      });
  if (found.rule == nullptr || course == found.courses.end()) return NoSuchDeadline(loaded);
  const v1::DeadlineState state = rules::StateOf(*course, call.now);
  if (state != v1::DEADLINE_STATE_RUNNING && state != v1::DEADLINE_STATE_PAUSED) {
    return NotRunning(*found.rule, state);
  }
  found.index = static_cast<size_t>(course - found.courses.begin());
  return found;
}

std::vector<rules::Happening> HappeningsOf(const Loaded& loaded) {
  std::vector<rules::Happening> happenings =
      HappeningsOf(loaded.row.message, loaded.type, loaded.mission.calendar);
  for (rules::Happening& entry : HappeningsOf(loaded.timeline)) happenings.push_back(std::move(entry));
  return happenings;
}

Decision Decided(const server::Call& call, const Loaded& loaded, v1::EntryKind kind, RunningDeadline deadline,
                 const std::string& reason, std::vector<rules::Happening> happened) {
  Decision decision{.message = loaded.row.message, .open = loaded.row.open};
  decision.entry = ServerEntry(call, kind);
  server::NameAfter(loaded.row.number, decision.entry);
  decision.entry.set_text(reason);
  v1::DeadlineChange& change = *decision.entry.mutable_deadline_change();
  const rules::DeadlineCourse before = CourseOf(loaded.deadlines[deadline.index]);
  change.set_rule(before.started.rule);
  if (before.run > 1) change.set_run(before.run);
  *change.mutable_due_time_before() = ToTimestamp(rules::DueOf(before));
  rules::SettleLeeway(FactsOf(loaded.row.message, loaded.type, loaded.mission.calendar), HappeningsOf(loaded),
                      deadline.courses);
  if (!deadline.course().leeway.waived) {
    *change.mutable_due_time() = ToTimestamp(rules::DueOf(deadline.course()));
  }
  decision.happened = std::move(happened);
  decision.courses = std::move(deadline.courses);
  return decision;
}

absl::Status CheckReason(const std::string& reason) {
  rules::Violations violations;
  rules::CheckLength("reason", reason, 1, rules::kMaxReason, violations);
  return violations.empty() ? absl::OkStatus() : server::InvalidFields(violations);
}

}  // namespace arasha::cases
