#include "services/rules/casework/deadlines.h"

#include <algorithm>
#include <utility>

#include "proto/conditions.h"
#include "services/rules/casework/recurrence.h"
#include "services/rules/catalogue/details.h"

namespace arasha::rules {
namespace {

bool Satisfies(const Happening& happening, absl::Span<const std::string> keys) {
  return Overlap(happening.keys, keys);
}

// The deadline as it runs from `start`; nullopt while nothing says when it is due.
std::optional<StartedDeadline> StartBy(const v1::DeadlineRule& rule, const Happening& start,
                                       const DeadlineFacts& facts) {
  StartedDeadline deadline{.rule = rule.id(),
                           .source = rule.source(),
                           .start = start.at,
                           .start_field = FieldOf(start),
                           .due = {},
                           .met_by = TriggerKeys(rule.met_by())};
  const v1::Period* period = &rule.period();
  bool by_period = rule.has_period();
  for (const auto& bilateral : rule.host_states()) {
    if (bilateral.host_state() != facts.host_state) continue;
    period = &bilateral.period();
    by_period = true;
    deadline.source = bilateral.source();
  }
  const auto due = by_period ? DueTime(start.at, *period, facts.calendar) : TimeOf(rule.due_on(), facts);
  if (!due) return std::nullopt;
  deadline.due = *due;
  return deadline;
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
  return std::all_of(rule.starts_on().begin(), rule.starts_on().end(),
                     [](const v1::Trigger& trigger) { return trigger.has_opened() || trigger.has_field(); });
}

// What begins it or, of a duty that repeats, moves its runs.
std::vector<std::string> MovingKeys(const v1::DeadlineRule& rule) {
  std::vector<std::string> keys = TriggerKeys(rule.starts_on());
  if (!rule.has_repeats()) return keys;
  for (const auto* triggers : {&rule.met_by(), &rule.repeats().until()}) {
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
  const v1::FieldRule* field = facts.type.FindField(date.field());
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

std::vector<StartedDeadline> StartDeadlines(const DeadlineFacts& facts,
                                            absl::Span<const Happening> happenings) {
  std::vector<StartedDeadline> started;
  for (const v1::DeadlineRule& rule : facts.type.proto().deadlines()) {
    if (!Hold(rule.when(), facts.details)) continue;
    const std::vector<std::string> starts_on = TriggerKeys(rule.starts_on());
    const Happening* first = nullptr;
    for (const Happening& happening : happenings) {
      if (Satisfies(happening, starts_on) && !IsReopening(facts.type, happening) &&
          (first == nullptr || happening.at < first->at))
        first = &happening;
    }
    if (first == nullptr) continue;
    std::optional<StartedDeadline> deadline = StartBy(rule, *first, facts);
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
      return other.started.rule == rule->id() && other.run == course.run;
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
      if (!Satisfies(happening, TriggerKeys(rule.starts_on()))) continue;
      if (auto deadline = StartBy(rule, happening, facts)) restarted.push_back(*std::move(deadline));
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
    if (!Overlap(MovingKeys(rule), touched)) continue;
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
  return courses;
}

bool Meets(const Happening& happening, const StartedDeadline& deadline) {
  return Satisfies(happening, deadline.met_by);
}

v1::DeadlineState StateOf(absl::Time due, std::optional<absl::Time> met, std::optional<absl::Time> stopped,
                          absl::Time now) {
  if (met) return *met <= due ? v1::DEADLINE_STATE_MET : v1::DEADLINE_STATE_MET_LATE;
  if (std::min(stopped.value_or(now), now) > due) return v1::DEADLINE_STATE_MISSED;
  return stopped ? v1::DEADLINE_STATE_LAPSED : v1::DEADLINE_STATE_RUNNING;
}

}  // namespace arasha::rules
