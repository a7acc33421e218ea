#include "services/rules/deadlines/extensions.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "services/rules/deadlines/work_calendar.h"

namespace arasha::rules {
namespace {

// A time in which the case was in a state; `to` is InfiniteFuture while it is.
struct Stay {
  absl::Time from;
  absl::Time to;
};

struct Arrival {
  absl::Time at;
  absl::string_view state;
};

std::vector<Arrival> ArrivalsIn(const DeadlineFacts& facts, absl::Span<const Happening> happenings) {
  std::vector<Arrival> arrivals;
  for (const Happening& happening : happenings) {
    const v1::TransitionRule* transition = TransitionOf(facts.type, happening);
    if (transition != nullptr) arrivals.push_back({happening.at, transition->to()});
  }
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
  if (facts.type.proto().states_size() > 0) {
    arrivals.insert(arrivals.begin(), {facts.received, facts.type.proto().states(0).id()});
  }
  // Of several changes at one time the case itself tells which was the last.
  if (!arrivals.empty()) arrivals.back().state = facts.state;
  return arrivals;
}

std::vector<Stay> StaysIn(const google::protobuf::RepeatedPtrField<std::string>& states,
                          absl::Span<const Arrival> arrivals) {
  std::vector<Stay> stays;
  bool within = false;
  for (const Arrival& arrival : arrivals) {
    const bool enters = std::find(states.begin(), states.end(), arrival.state) != states.end();
    if (enters && !within) stays.push_back({arrival.at, absl::InfiniteFuture()});
    if (!enters && within) stays.back().to = arrival.at;
    within = enters;
  }
  return stays;
}

bool IsEndOfDay(absl::Time time, const WorkCalendar& calendar) {
  return time == EndOf(absl::ToCivilDay(time, calendar.zone), calendar.zone);
}

// What is due at the end of a day rested for whole days.
absl::Time AfterRest(absl::Time due, absl::Time from, absl::Time to, const WorkCalendar& calendar) {
  if (!IsEndOfDay(due, calendar)) return due + (to - from);
  const auto days = absl::ToCivilDay(to, calendar.zone) - absl::ToCivilDay(from, calendar.zone);
  if (days <= 0) return due;
  absl::CivilDay day = absl::ToCivilDay(due, calendar.zone) + days;
  while (!calendar.IsWorkingDay(day)) ++day;
  return EndOf(day, calendar.zone);
}

Settled Settle(const DeadlineCourse& course, absl::Span<const Stay> stays, const WorkCalendar& calendar) {
  Settled settled{course.started.due, course.leeway.extended, std::nullopt};
  const absl::Time end =
      std::min(course.met.value_or(absl::InfiniteFuture()), course.stopped.value_or(absl::InfiniteFuture()));
  for (const Stay& stay : stays) {
    const absl::Time from = std::max(stay.from, course.started.start);
    const absl::Time to = std::min(stay.to, end);
    // What was due before had been missed.
    if (from >= to || from > std::max(settled.due, settled.extended.value_or(settled.due))) continue;
    if (to == absl::InfiniteFuture()) {
      settled.paused = from;
      settled.rests.push_back({from, to, settled.due});
      continue;
    }
    settled.due = AfterRest(settled.due, from, to, calendar);
    const absl::Time decided = course.leeway.extend_time.value_or(absl::InfiniteFuture());
    if (settled.extended && decided < to) {
      settled.extended = AfterRest(*settled.extended, std::max(from, decided), to, calendar);
    }
    settled.rests.push_back({from, to, settled.due});
  }
  return settled;
}

}  // namespace

Settled Settle(const DeadlineFacts& facts, const v1::DeadlineRule& rule, const DeadlineCourse& course,
               absl::Span<const Happening> happenings) {
  return Settle(course, StaysIn(rule.paused_in(), ArrivalsIn(facts, happenings)), facts.calendar);
}

void SettleLeeway(const DeadlineFacts& facts, absl::Span<const Happening> happenings,
                  std::vector<DeadlineCourse>& courses) {
  std::optional<std::vector<Arrival>> arrivals;
  for (DeadlineCourse& course : courses) {
    const v1::DeadlineRule* rule = facts.type.FindDeadline(course.started.rule);
    if (rule == nullptr) continue;  // It came of a version of the type that knew it.
    course.leeway.due.reset();
    course.leeway.paused.reset();
    if (course.started.due == absl::InfiniteFuture()) continue;
    std::vector<Stay> stays;
    if (rule->paused_in_size() > 0) {
      if (!arrivals) arrivals = ArrivalsIn(facts, happenings);
      stays = StaysIn(rule->paused_in(), *arrivals);
    }
    const Settled settled = Settle(course, stays, facts.calendar);
    course.leeway.paused = settled.paused;
    const absl::Time due = std::max(settled.due, settled.extended.value_or(settled.due));
    if (due != course.started.due) course.leeway.due = due;
  }
}

absl::Time DueOf(const DeadlineCourse& course) { return course.leeway.due.value_or(course.started.due); }

v1::DeadlineState StateOf(const DeadlineCourse& course, absl::Time now) {
  return StateOf(DueOf(course), course.met, course.stopped, now, course.leeway);
}

absl::Time ExtendedDue(const DeadlineCourse& course, absl::Time until, const WorkCalendar& calendar) {
  return IsEndOfDay(course.started.due, calendar)
             ? EndOf(absl::ToCivilDay(until, calendar.zone), calendar.zone)
             : until;
}

Violations CheckExtension(const DeadlineFacts& facts, const v1::DeadlineRule& rule,
                          const DeadlineCourse& course, absl::Span<const Happening> happenings,
                          absl::Time due, absl::Time now, absl::string_view field) {
  if (!rule.has_extension()) return {{"rule", Problem::kNotExtendable}};
  const v1::Extension& extension = rule.extension();
  const int times = std::max(extension.times(), 1);
  if (course.leeway.extensions >= times) {
    return {{"rule", Problem::kExtendedBefore, {{"times", absl::StrCat(times)}}}};
  }
  if (due <= DueOf(course) || due <= now) return {{std::string(field), Problem::kNotLaterThanDue}};
  std::vector<DeadlineCourse> first = {course};
  if (course.leeway.extensions > 0) first.front().leeway.extended.reset();
  SettleLeeway(facts, happenings, first);
  const absl::Time from = extension.from_start() ? course.started.start : DueOf(first.front());
  const absl::Time latest = DueTime(from, extension.at_most(), facts.calendar);
  if (due <= latest) return {};
  return {{std::string(field),
           Problem::kBeyondExtension,
           {{"latest", absl::FormatTime("%Y-%m-%d %H:%M UTC%Ez", latest, facts.calendar.zone)}}}};
}

void Extend(DeadlineCourse& course, absl::Time due, absl::Time now) {
  course.leeway.extended = due;
  course.leeway.extend_time = now;
  ++course.leeway.extensions;
}

void Waive(DeadlineCourse& course, absl::Time now) { course.leeway.waived = course.stopped = now; }

}  // namespace arasha::rules
