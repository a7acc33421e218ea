#include "services/rules/deadlines/taken_back.h"

#include <algorithm>

#include "proto/timestamps.h"
#include "services/rules/deadlines/extensions.h"

namespace arasha::rules {
namespace {

// It has gone its own way.
bool IsTouched(const DeadlineCourse& course) {
  return course.met || course.leeway.waived || course.leeway.extensions > 0;
}

// When the deadline was last extended before; nullopt if it was not.
std::optional<absl::Time> ExtendedBefore(const v1::DeadlineRule& rule,
                                         absl::Span<const Happening> happenings) {
  std::optional<absl::Time> last;
  for (const Happening& happening : happenings) {
    if (!Overlap(happening.keys, OfExtension(rule.id(), happening.at).keys)) continue;
    if (!last || happening.at > *last) last = happening.at;
  }
  return last;
}

}  // namespace

bool IsDecidedBy(const DeadlineCourse& course, const v1::Entry& decision) {
  const v1::DeadlineChange& change = decision.deadline_change();
  return course.started.rule == change.rule() && course.run == std::max(change.run(), 1);
}

bool CanTakeBack(const v1::Entry& decision, absl::Span<const DeadlineCourse> courses, absl::Time now) {
  const auto found = std::find_if(courses.begin(), courses.end(), [&](const DeadlineCourse& course) {
    return IsDecidedBy(course, decision) && course.started.start < absl::InfiniteFuture();
  });
  if (found == courses.end()) return false;
  const v1::DeadlineState state = StateOf(*found, now);
  if (decision.kind() == v1::ENTRY_KIND_WAIVER) {
    return state == v1::DEADLINE_STATE_WAIVED &&
           std::none_of(courses.begin(), courses.end(), [&](const DeadlineCourse& next) {
             return next.started.rule == found->started.rule && next.run == found->run + 1 && IsTouched(next);
           });
  }
  const absl::Time decided = ToTime(decision.happened_time());
  if (found->leeway.extensions == 0 || found->leeway.extend_time != decided) return false;
  if (std::any_of(courses.begin(), courses.end(), [&](const DeadlineCourse& course) {
        return course.started.start == decided && IsTouched(course);
      })) {
    return false;
  }
  if (state == v1::DEADLINE_STATE_PAUSED) return true;
  return state == v1::DEADLINE_STATE_RUNNING && ToTime(decision.deadline_change().due_time_before()) > now;
}

void TakeBackDecision(const v1::Entry& decision, const DeadlineFacts& facts,
                      absl::Span<const Happening> happenings, std::optional<absl::Time> closed,
                      DeadlineCourse& course) {
  if (decision.kind() == v1::ENTRY_KIND_WAIVER) {
    course.leeway.waived.reset();
    course.stopped = closed;
    return;
  }
  Leeway& leeway = course.leeway;
  --leeway.extensions;
  leeway.extended.reset();
  leeway.extend_time.reset();
  const v1::DeadlineRule* rule = facts.type.FindDeadline(course.started.rule);
  if (rule == nullptr) return;
  // What was decided before, or what a move to another version of the type left it.
  const absl::Time before = ToTime(decision.deadline_change().due_time_before());
  if (leeway.extensions == 0 && before <= Settle(facts, *rule, course, happenings).due) return;
  leeway.extended = before;
  leeway.extend_time = ToTime(decision.happened_time());
  // Where it may have rested in between, that was counted by then.
  if (rule->paused_in().empty()) {
    leeway.extend_time = ExtendedBefore(*rule, happenings).value_or(*leeway.extend_time);
  }
}

}  // namespace arasha::rules
