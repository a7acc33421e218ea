#include "services/rules/deadlines/deadlines.h"

#include <algorithm>
#include <set>
#include <utility>

#include "proto/conditions.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/deadlines/extensions.h"
#include "services/rules/deadlines/recurrence.h"
#include "services/rules/deadlines/row_deadlines.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

bool Satisfies(const Happening& happening, absl::Span<const std::string> keys) {
  return Overlap(happening.keys, keys);
}

bool IsOf(const v1::HostStateRule& rule, const DeadlineFacts& facts) {
  if (rule.group().empty()) return rule.host_state() == facts.host_state;
  const v1::StateGroup* group = facts.type.FindStateGroup(rule.group());
  return group != nullptr &&
         std::find(group->states().begin(), group->states().end(), facts.host_state) != group->states().end();
}

bool IsInForce(const v1::HostStateRule& rule, const DeadlineFacts& facts) {
  const absl::CivilDay day = absl::ToCivilDay(facts.received, facts.calendar.zone);
  return day >= ParseDate(rule.valid_from()).value_or(absl::CivilDay::min()) &&
         day <= ParseDate(rule.valid_until()).value_or(absl::CivilDay::max());
}

// The calendars by which working days of these periods are counted, by state.
std::vector<std::string> CalendarsOf(const v1::DeadlineRule& rule, const v1::Period* period,
                                     const WorkCalendar& calendar) {
  std::vector<const v1::Period*> counted = {&rule.due_on().before(), &rule.due_on().after()};
  if (period != nullptr) counted = {period};
  for (const v1::RecurrencePhase& phase : rule.repeats().phases()) {
    counted.insert(counted.end(), {&phase.every(), &phase.until()});
  }
  std::set<std::string> calendars;
  for (const v1::Period* one : counted) {
    if (!one->has_working_days()) continue;
    for (std::string& kept : calendar.Kept(one->of())) calendars.insert(std::move(kept));
  }
  return {calendars.begin(), calendars.end()};
}

// When it was met by what happened before it stopped.
std::optional<absl::Time> MetInCourse(const DeadlineCourse& course, absl::Span<const Happening> happenings) {
  const std::optional<absl::Time> met = MetAt(course.started.met_by, course.started.start, happenings);
  return met && course.stopped && *met > *course.stopped ? std::nullopt : met;
}

// It is as if it had never begun.
void Unstart(DeadlineCourse& course) {
  course.started.start = course.started.due = absl::InfiniteFuture();
  course.started.corrects = true;
  course.met.reset();
}

// Whether the case itself tells all that can start it, what happens in it aside.
bool StartsFromOutside(const v1::DeadlineRule& rule) {
  const auto all = [](const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers) {
    return std::all_of(triggers.begin(), triggers.end(), [](const v1::Trigger& trigger) {
      return trigger.has_opened() || trigger.has_field();
    });
  };
  return all(rule.starts_on()) &&
         std::all_of(rule.host_states().begin(), rule.host_states().end(),
                     [&](const v1::HostStateRule& there) { return all(there.starts_on()); });
}

// What begins it or, of a duty that repeats, moves its runs.
std::vector<std::string> MovingKeys(const v1::DeadlineRule& rule, const Terms& terms) {
  std::vector<std::string> keys = TriggerKeys(terms.starts_on);
  if (!rule.has_repeats()) return keys;
  for (const auto* triggers : {&terms.met_by, &rule.repeats().until()}) {
    for (const v1::Trigger& trigger : *triggers) keys.push_back(TriggerKey(trigger));
  }
  return keys;
}

DeadlineCourse* Find(std::vector<DeadlineCourse>& courses, absl::string_view rule, int run) {
  const auto found = std::find_if(courses.begin(), courses.end(), [&](const DeadlineCourse& course) {
    return course.started.rule == rule && course.run == run;
  });
  return found == courses.end() ? nullptr : &*found;
}

// The later runs of a duty that repeats, once its first is decided.
void RedecideLaterRuns(const DeadlineFacts& facts, const v1::DeadlineRule& rule,
                       absl::Span<const Happening> happenings, std::vector<DeadlineCourse>& courses) {
  std::vector<DeadlineCourse> later;
  if (const DeadlineCourse* first = Find(courses, rule.id(), 1)) {
    later = LaterRuns(facts, first->started, happenings, courses);
  }
  for (DeadlineCourse& run : later) {
    DeadlineCourse* course = Find(courses, rule.id(), run.run);
    if (course == nullptr) course = &courses.emplace_back(DeadlineCourse{.run = run.run});
    course->started = std::move(run.started);
    course->met = MetInCourse(*course, happenings);
  }
  for (DeadlineCourse& course : courses) {
    if (course.started.rule != rule.id() || course.run <= static_cast<int>(later.size()) + 1) continue;
    course.started.start = course.started.due = absl::InfiniteFuture();
    course.met.reset();
  }
}

}  // namespace

std::optional<absl::Time> TimeOf(const v1::FieldDate& date, const DeadlineFacts& facts) {
  const v1::FieldRule* field =
      facts.group == nullptr ? facts.type.FindField(date.field()) : FieldOfGroup(*facts.group, date.field());
  const auto value = facts.details.fields().find(date.field());
  if (field == nullptr || value == facts.details.fields().end()) return std::nullopt;
  const auto at = FieldTime(*field, value->second, facts.calendar.zone);
  if (!at) return std::nullopt;
  switch (date.offset_case()) {
    case v1::FieldDate::kBefore:
      return TimeBefore(*at, date.before(), facts.calendar);
    case v1::FieldDate::kAfter:
      return DueTime(*at, date.after(), facts.calendar);
    case v1::FieldDate::OFFSET_NOT_SET:
      break;
  }
  if (field->kind() == v1::FIELD_KIND_TIME) return at;
  return EndOf(absl::ToCivilDay(*at, facts.calendar.zone), facts.calendar.zone);
}

std::optional<Terms> TermsOf(const v1::DeadlineRule& rule, const DeadlineFacts& facts) {
  const auto there = std::find_if(
      rule.host_states().begin(), rule.host_states().end(),
      [&](const v1::HostStateRule& other) { return IsOf(other, facts) && IsInForce(other, facts); });
  const v1::Period* period = rule.has_period() ? &rule.period() : nullptr;
  if (there == rule.host_states().end()) {
    if (period == nullptr && !rule.has_due_on()) return std::nullopt;
    return Terms{rule.starts_on(), rule.met_by(), period, rule.source()};
  }
  return Terms{there->starts_on().empty() ? rule.starts_on() : there->starts_on(),
               there->met_by().empty() ? rule.met_by() : there->met_by(),
               there->has_period() ? &there->period() : period, there->source(), &*there};
}

const Happening* FirstStart(const Terms& terms, const DeadlineFacts& facts,
                            absl::Span<const Happening> happenings) {
  const std::vector<std::string> starts_on = TriggerKeys(terms.starts_on);
  const Happening* first = nullptr;
  for (const Happening& happening : happenings) {
    if (Satisfies(happening, starts_on) && !IsReopening(facts.type, happening) &&
        (first == nullptr || happening.at < first->at))
      first = &happening;
  }
  return first;
}

std::optional<StartedDeadline> StartBy(const v1::DeadlineRule& rule, const Terms& terms,
                                       const Happening& start, const DeadlineFacts& facts) {
  const auto due = terms.period != nullptr ? DueTime(start.at, *terms.period, facts.calendar)
                                           : TimeOf(rule.due_on(), facts);
  if (!due) return std::nullopt;
  return StartedDeadline{.rule = rule.id(),
                         .source = terms.source,
                         .start = start.at,
                         .start_field = FieldOf(start),
                         .due = *due,
                         .met_by = TriggerKeys(terms.met_by),
                         .calendars = CalendarsOf(rule, terms.period, facts.calendar)};
}

std::vector<StartedDeadline> StartDeadlines(const DeadlineFacts& facts,
                                            absl::Span<const Happening> happenings) {
  std::vector<StartedDeadline> started;
  for (const v1::DeadlineRule& rule : facts.type.proto().deadlines()) {
    if (!rule.per_row().empty() && facts.group == nullptr) {
      StartOfRows(rule, facts, started);
      continue;
    }
    const std::optional<Terms> terms = TermsOf(rule, facts);
    if (!terms || !Hold(rule.when(), facts.details)) continue;
    const Happening* first = FirstStart(*terms, facts, happenings);
    if (first == nullptr) continue;
    std::optional<StartedDeadline> deadline = StartBy(rule, *terms, *first, facts);
    if (!deadline || !IsOwed(facts, rule, *deadline, happenings)) continue;
    deadline->corrects = ComesFromOutside(*first);
    started.push_back(*std::move(deadline));
  }
  return started;
}

std::vector<DeadlineCourse> Unstarted(const CaseType& type, absl::Span<const DeadlineCourse> courses,
                                      absl::Span<const DeadlineCourse> decided) {
  std::vector<DeadlineCourse> unstarted;
  for (const DeadlineCourse& course : courses) {
    const v1::DeadlineRule* rule = type.FindDeadline(course.started.rule);
    if (rule == nullptr || course.started.start == absl::InfiniteFuture()) continue;
    if (course.run > 1 && !rule->has_repeats()) continue;
    if (!StartsFromOutside(*rule) && !type.NeedsTimeline()) continue;
    const bool stands = std::any_of(decided.begin(), decided.end(), [&](const DeadlineCourse& other) {
      return other.started.rule == course.started.rule && other.run == course.run;
    });
    if (!stands) Unstart(unstarted.emplace_back(course));
  }
  return unstarted;
}

std::vector<StartedDeadline> RestartDeadlines(const DeadlineFacts& facts,
                                              absl::Span<const Happening> happenings) {
  std::vector<StartedDeadline> restarted;
  for (const Happening& happening : happenings) {
    if (!IsReopening(facts.type, happening)) continue;
    for (const v1::DeadlineRule& rule : facts.type.proto().deadlines()) {
      const std::optional<Terms> terms = TermsOf(rule, facts);
      if (!terms || !Satisfies(happening, TriggerKeys(terms->starts_on))) continue;
      if (auto deadline = StartBy(rule, *terms, happening, facts)) restarted.push_back(*std::move(deadline));
    }
  }
  return restarted;
}

std::vector<DeadlineCourse> Redecide(const DeadlineFacts& facts, std::vector<DeadlineCourse> courses,
                                     absl::Span<const Happening> happenings,
                                     absl::Span<const std::string> touched,
                                     std::optional<absl::Time> closed) {
  std::vector<StartedDeadline> started = StartDeadlines(facts, happenings);
  for (const v1::DeadlineRule& rule : facts.type.proto().deadlines()) {
    const std::optional<Terms> terms = TermsOf(rule, facts);
    if (!terms || !Overlap(MovingKeys(rule, *terms), touched)) continue;
    DeadlineCourse* first = Find(courses, rule.id(), 1);
    const auto now = std::find_if(started.begin(), started.end(), [&](const StartedDeadline& deadline) {
      return deadline.rule == rule.id();
    });
    if (now == started.end() && first == nullptr) continue;
    DeadlineCourse& course =
        first != nullptr ? *first : courses.emplace_back(DeadlineCourse{.stopped = closed});
    if (now != started.end()) {
      course.started = std::move(*now);
    } else {
      course.started.start = course.started.due = absl::InfiniteFuture();
    }
    course.met = MetInCourse(course, happenings);
    if (rule.has_repeats()) RedecideLaterRuns(facts, rule, happenings, courses);
  }
  for (DeadlineCourse& course : courses) {
    if (Overlap(course.started.met_by, touched)) course.met = MetInCourse(course, happenings);
  }
  SettleLeeway(facts, happenings, courses);
  return courses;
}

bool Meets(const Happening& happening, const StartedDeadline& deadline) {
  return Satisfies(happening, deadline.met_by);
}

std::optional<Recount> RecountDeadline(const DeadlineFacts& facts, const StartedDeadline& stored) {
  const v1::DeadlineRule* rule = facts.type.FindDeadline(stored.rule);
  const std::optional<Terms> terms = rule != nullptr ? TermsOf(*rule, facts) : std::nullopt;
  if (!terms || terms->period == nullptr) return std::nullopt;
  const WorkCalendar then = facts.calendar.By(stored.calendars);
  if (CalendarsOf(*rule, terms->period, then) != stored.calendars) return std::nullopt;
  if (DueTime(stored.start, *terms->period, then) != stored.due) return std::nullopt;
  return Recount{DueTime(stored.start, *terms->period, facts.calendar),
                 CalendarsOf(*rule, terms->period, facts.calendar)};
}

v1::DeadlineState StateOf(absl::Time due, std::optional<absl::Time> met, std::optional<absl::Time> stopped,
                          absl::Time now, const Leeway& leeway) {
  if (met) {
    // While it is paused it has time until it runs again.
    const bool in_time = *met <= due || (leeway.paused && *met >= *leeway.paused);
    return in_time ? v1::DEADLINE_STATE_MET : v1::DEADLINE_STATE_MET_LATE;
  }
  if (leeway.waived) return v1::DEADLINE_STATE_WAIVED;
  if (leeway.paused && !stopped) return v1::DEADLINE_STATE_PAUSED;
  if (std::min(stopped.value_or(now), now) > due) return v1::DEADLINE_STATE_MISSED;
  return stopped ? v1::DEADLINE_STATE_LAPSED : v1::DEADLINE_STATE_RUNNING;
}

}  // namespace arasha::rules
