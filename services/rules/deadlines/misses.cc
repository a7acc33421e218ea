#include "services/rules/deadlines/misses.h"

#include <algorithm>
#include <utility>

#include "proto/timestamps.h"

namespace arasha::rules {
namespace {

bool Has(const Happening& happening, const v1::Trigger& trigger) {
  return Overlap(happening.keys, {TriggerKey(trigger)});
}

// What of the entry is not as the trigger wants it: the first that makes the difference.
v1::DeadlineMiss MissOfEntry(const v1::EntryTrigger& wanted, const Happening& happening) {
  v1::Trigger trigger;
  v1::EntryTrigger& so_far = *trigger.mutable_entry();
  so_far.set_kind(wanted.kind());
  if (!Has(happening, trigger)) return v1::DEADLINE_MISS_UNSPECIFIED;
  so_far.set_in_person(wanted.in_person());
  if (!Has(happening, trigger)) return v1::DEADLINE_MISS_NOT_IN_PERSON;
  so_far.set_direction(wanted.direction());
  if (!Has(happening, trigger)) return v1::DEADLINE_MISS_OTHER_DIRECTION;
  so_far.set_party_role(wanted.party_role());
  if (wanted.has_only_if() && Has(happening, trigger)) return v1::DEADLINE_MISS_OTHER_VALUE;
  return v1::DEADLINE_MISS_OTHER_PARTY;
}

// Why a happening that none of the triggers waits for could be taken for one of them: an entry of its kind,
// or its field. UNSPECIFIED of what has nothing to do with any.
v1::DeadlineMiss MissOf(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                        const Happening& happening) {
  for (const v1::Trigger& trigger : triggers) {
    if (trigger.has_field() && trigger.field() == FieldOf(happening)) return v1::DEADLINE_MISS_OTHER_VALUE;
    if (!trigger.has_entry()) continue;
    const v1::DeadlineMiss miss = MissOfEntry(trigger.entry(), happening);
    if (miss != v1::DEADLINE_MISS_UNSPECIFIED) return miss;
  }
  return v1::DEADLINE_MISS_UNSPECIFIED;
}

// Why it did not meet the run; UNSPECIFIED of what is not to be told.
v1::DeadlineMiss Miss(const Terms& terms, const DeadlineCourse& course, const ToldHappening& one) {
  const absl::Time start = course.started.start;
  const bool before = one.happening.at + one.happening.within < start;
  if (course.run > 1 && before) return v1::DEADLINE_MISS_UNSPECIFIED;
  if (!Meets(one.happening, course.started)) {
    return one.stands ? MissOf(terms.met_by, one.happening) : v1::DEADLINE_MISS_UNSPECIFIED;
  }
  if (!one.stands) return v1::DEADLINE_MISS_STRUCK_OUT;
  if (before) return v1::DEADLINE_MISS_BEFORE_START;
  return course.stopped && one.happening.at > *course.stopped ? v1::DEADLINE_MISS_AFTER_STOP
                                                              : v1::DEADLINE_MISS_UNSPECIFIED;
}

// Whether the happening met the run, as MetAt says it.
bool Met(const DeadlineCourse& course, const ToldHappening& one) {
  const absl::Time start = course.started.start;
  return course.met && one.stands && Meets(one.happening, course.started) &&
         one.happening.at + one.happening.within >= start && std::max(one.happening.at, start) == *course.met;
}

}  // namespace

std::vector<v1::DeadlineStep> MeetingSteps(const Terms& terms, const DeadlineCourse& course,
                                           absl::Span<const ToldHappening> told) {
  std::vector<v1::DeadlineStep> steps(1);
  v1::MetStep& met = *steps.front().mutable_met();
  *met.mutable_met_by() = terms.met_by;
  if (course.met) *met.mutable_time() = ToTimestamp(*course.met);
  std::vector<v1::MissStep> misses;
  for (const ToldHappening& one : told) {
    if (Met(course, one)) {
      met.set_entry(one.entry);
      met.set_field(FieldOf(one.happening));
      continue;
    }
    if (course.met && one.happening.at >= *course.met) continue;
    const v1::DeadlineMiss reason = Miss(terms, course, one);
    if (reason == v1::DEADLINE_MISS_UNSPECIFIED) continue;
    v1::MissStep& miss = misses.emplace_back();
    *miss.mutable_time() = ToTimestamp(one.happening.at);
    miss.set_entry(one.entry);
    miss.set_field(FieldOf(one.happening));
    miss.set_reason(reason);
  }
  std::stable_sort(misses.begin(), misses.end(), [](const v1::MissStep& one, const v1::MissStep& other) {
    return ToTime(one.time()) < ToTime(other.time());
  });
  const size_t first = misses.size() - std::min(misses.size(), static_cast<size_t>(kMostMisses));
  for (size_t i = first; i < misses.size(); ++i) *steps.emplace_back().mutable_miss() = std::move(misses[i]);
  return steps;
}

}  // namespace arasha::rules
