#include "services/cases/rows/deadline_rows.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/casework/entries.h"
#include "services/rules/deadlines/extensions.h"
#include "services/rules/deadlines/recurrence.h"
#include "services/rules/deadlines/row_deadlines.h"
#include "services/rules/deadlines/warnings.h"

namespace arasha::cases {

namespace {

// Whether these are calendars of the same states, in other versions.
bool OtherVersions(absl::Span<const std::string> a, absl::Span<const std::string> b) {
  const auto state = [](const std::string& one, const std::string& other) {
    return rules::StateOfCalendar(one) == rules::StateOfCalendar(other);
  };
  return a != b && std::equal(a.begin(), a.end(), b.begin(), b.end(), state);
}

// A newer version of a calendar alone moves no deadline here: that of what runs is told on the timeline, and
// what was met stays as it was. Where a field says when it is due, that may have changed, too.
void KeepCalendars(const rules::CaseType& type, absl::Span<const rules::DeadlineCourse> stored,
                   rules::DeadlineCourse& decided) {
  const v1::DeadlineRule* rule = type.FindDeadline(decided.started.rule);
  if (rule == nullptr || rule->has_due_on()) return;
  for (const rules::DeadlineCourse& course : stored) {
    const rules::StartedDeadline& was = course.started;
    if (was.rule != decided.started.rule || course.run != decided.run) continue;
    if (was.start != decided.started.start || was.source != decided.started.source) continue;
    if (!OtherVersions(was.calendars, decided.started.calendars)) continue;
    decided.started.due = was.due;
    decided.started.calendars = was.calendars;
  }
}

}  // namespace

rules::DeadlineFacts FactsOf(const v1::Case& message, const rules::CaseType& type,
                             const rules::WorkCalendar& calendar) {
  return {type,
          message.host_state(),
          calendar.In(message.host_state()),
          message.details(),
          !type.IsFinal(message.state()),
          ToTime(message.received_time()),
          message.state(),
          &message.rows()};
}

std::vector<rules::Happening> HappeningsOf(const v1::Case& message, const rules::CaseType& type,
                                           const rules::WorkCalendar& calendar) {
  std::vector<rules::Happening> happenings = rules::OfFields(type, message.details(), calendar.zone);
  happenings.push_back(rules::Opened(ToTime(message.received_time())));
  for (rules::Happening& told : rules::OfRows(type, message.rows(), calendar.zone)) {
    happenings.push_back(std::move(told));
  }
  return happenings;
}

rules::Violations CheckDeed(const v1::Entry& entry, const rules::About& about, const v1::Case& message,
                            const rules::CaseType& type, const rules::WorkCalendar& calendar,
                            absl::string_view field) {
  if (!rules::IsDeed(entry.kind())) return {};
  const auto started =
      rules::StartDeadlines(FactsOf(message, type, calendar), HappeningsOf(message, type, calendar));
  return rules::CheckDeedTime(started, rules::OfEntry(type, entry, about), calendar.zone, field);
}

rules::Violations CheckMovedStarts(const v1::Case& before, const v1::Case& after,
                                   const std::vector<storage::DeadlineRow>& rows, const rules::CaseType& type,
                                   const rules::WorkCalendar& calendar, absl::string_view path) {
  const auto told = HappeningsOf(before, type, calendar);
  const auto was = rules::StartDeadlines(FactsOf(before, type, calendar), told);
  auto moved = rules::StartDeadlines(FactsOf(after, type, calendar), HappeningsOf(after, type, calendar));
  std::erase_if(moved, [&](const rules::StartedDeadline& deadline) {
    return std::any_of(was.begin(), was.end(), [&](const rules::StartedDeadline& other) {
      return other.rule == deadline.rule && other.start == deadline.start;
    });
  });
  std::vector<rules::DeadlineCourse> courses;
  for (const storage::DeadlineRow& row : rows) {
    // What the case's own fields met is decided anew by what they say then.
    if (row.met != rules::MetAt(row.met_by, row.start, told)) courses.push_back(CourseOf(row));
  }
  return rules::CheckStarts(moved, courses, calendar.zone, path);
}

storage::DeadlineRow RowOf(const rules::DeadlineCourse& course) {
  return {.rule = course.started.rule,
          .run = course.run,
          .source = course.started.source,
          .start = course.started.start,
          .due = rules::DueOf(course),
          .met_by = course.started.met_by,
          .corrects = course.started.corrects,
          .met = course.met,
          .stopped = course.stopped,
          .calendars = course.started.calendars,
          .ruled_due = course.leeway.due ? std::optional(course.started.due) : std::nullopt,
          .extended = course.leeway.extended,
          .extend_time = course.leeway.extend_time,
          .extensions = course.leeway.extensions,
          .paused = course.leeway.paused,
          .waived = course.leeway.waived};
}

rules::DeadlineCourse CourseOf(const storage::DeadlineRow& row) {
  return {.started = {.rule = row.rule,
                      .source = row.source,
                      .start = row.start,
                      .due = row.ruled_due.value_or(row.due),
                      .met_by = row.met_by,
                      .calendars = row.calendars,
                      .corrects = row.corrects},
          .run = row.run,
          .met = row.met,
          .stopped = row.stopped,
          .leeway = {.due = row.ruled_due ? std::optional(row.due) : std::nullopt,
                     .extended = row.extended,
                     .extend_time = row.extend_time,
                     .extensions = row.extensions,
                     .paused = row.paused,
                     .waived = row.waived}};
}

std::vector<rules::DeadlineCourse> CoursesOf(absl::Span<const storage::DeadlineRow> rows) {
  std::vector<rules::DeadlineCourse> courses;
  for (const storage::DeadlineRow& row : rows) courses.push_back(CourseOf(row));
  return courses;
}

bool SameLeeway(const storage::DeadlineRow& a, const storage::DeadlineRow& b) {
  return a.due == b.due && a.ruled_due == b.ruled_due && a.extended == b.extended &&
         a.extend_time == b.extend_time && a.extensions == b.extensions && a.paused == b.paused &&
         a.waived == b.waived;
}

void SetFirstWarnings(const rules::DeadlineFacts& facts, absl::Time now,
                      std::vector<storage::DeadlineRow>& rows) {
  for (storage::DeadlineRow& row : rows) {
    const v1::DeadlineRule* rule = facts.type.FindDeadline(row.rule);
    if (rule == nullptr || row.due == absl::InfiniteFuture()) continue;
    const rules::WarningsDue due =
        rules::WarningsAt(now, rules::WarningsOf(facts.type, *rule), {row.start, row.due}, facts.calendar);
    if (due.now.empty()) row.first_warning = due.next.value_or(absl::InfiniteFuture());
  }
}

std::vector<storage::DeadlineRow> StartedRows(const rules::DeadlineFacts& facts,
                                              absl::Span<const rules::Happening> happenings) {
  std::vector<rules::DeadlineCourse> courses;
  for (rules::StartedDeadline& started : rules::StartDeadlines(facts, happenings)) {
    const auto met = rules::MetAt(started.met_by, started.start, happenings);
    courses.push_back({.started = std::move(started), .met = met});
  }
  rules::SettleLeeway(facts, happenings, courses);
  std::vector<storage::DeadlineRow> rows;
  for (const rules::DeadlineCourse& course : courses) rows.push_back(RowOf(course));
  return rows;
}

std::vector<storage::DeadlineRow> ChangedRows(const rules::DeadlineFacts& facts,
                                              absl::Span<const rules::Happening> told,
                                              absl::Span<const rules::Happening> happened,
                                              absl::Span<const rules::DeadlineCourse> courses) {
  std::vector<rules::Happening> all(told.begin(), told.end());
  all.insert(all.end(), happened.begin(), happened.end());
  std::vector<rules::DeadlineCourse> decided;
  for (const rules::StartedDeadline& first : rules::StartDeadlines(facts, all)) {
    decided.push_back({.started = first});
    for (rules::DeadlineCourse& run : rules::LaterRuns(facts, first, all, courses)) {
      decided.push_back(std::move(run));
    }
  }
  for (rules::DeadlineCourse& none : rules::Unstarted(facts.type, courses, decided)) {
    if (rules::IsOfUnreadableRow(none.started.rule, facts)) continue;
    decided.push_back(std::move(none));
  }
  for (rules::DeadlineCourse& course : decided) {
    KeepCalendars(facts.type, courses, course);
    const auto stored = std::find_if(courses.begin(), courses.end(), [&](const rules::DeadlineCourse& other) {
      return other.started.rule == course.started.rule && other.run == course.run;
    });
    if (stored == courses.end()) continue;
    course.met = stored->met;
    course.stopped = stored->stopped;
    course.leeway = stored->leeway;
  }
  rules::SettleLeeway(facts, all, decided);
  std::vector<storage::DeadlineRow> changed;
  for (const rules::DeadlineCourse& course : decided) changed.push_back(RowOf(course));
  for (rules::StartedDeadline& deadline : rules::RestartDeadlines(facts, happened)) {
    changed.push_back(RowOf({.started = std::move(deadline), .run = 0}));
  }
  return changed;
}

std::vector<storage::DeadlineRow> AlteredRows(const rules::DeadlineFacts& facts,
                                              absl::Span<const rules::Happening> all,
                                              std::vector<rules::DeadlineCourse> courses,
                                              absl::Span<const storage::DeadlineRow> rows) {
  rules::SettleLeeway(facts, all, courses);
  std::vector<storage::DeadlineRow> altered;
  for (size_t i = 0; i < courses.size(); ++i) {
    storage::DeadlineRow row = RowOf(courses[i]);
    if (!SameLeeway(row, rows[i])) altered.push_back(std::move(row));
  }
  return altered;
}

void KeepWhatIsOver(absl::Span<const storage::DeadlineRow> stored,
                    absl::Span<const storage::DeadlineRow> before, absl::Time now,
                    std::vector<storage::DeadlineRow>& changed) {
  const auto find = [](absl::Span<const storage::DeadlineRow> rows, const storage::DeadlineRow& row) {
    const auto* found = std::find_if(rows.begin(), rows.end(), [&](const storage::DeadlineRow& other) {
      return other.rule == row.rule && other.run == row.run;
    });
    return found == rows.end() ? nullptr : found;
  };
  std::erase_if(changed, [&](const storage::DeadlineRow& row) {
    const storage::DeadlineRow* stands = find(stored, row);
    const storage::DeadlineRow* was = find(before, row);
    if (stands == nullptr || was == nullptr) return false;
    const v1::DeadlineState state = rules::StateOf(CourseOf(*stands), now);
    if (state == v1::DEADLINE_STATE_RUNNING || state == v1::DEADLINE_STATE_PAUSED) return false;
    return row.source == was->source && row.start == was->start && row.met_by == was->met_by &&
           row.calendars == was->calendars && SameLeeway(row, *was);
  });
}

std::vector<storage::Meeting> Meetings(absl::Span<const rules::Happening> happenings) {
  std::vector<storage::Meeting> meetings;
  for (const rules::Happening& happening : happenings)
    meetings.push_back({happening.keys, happening.at, happening.at + happening.within});

  return meetings;
}

std::vector<rules::Happening> HappeningsOf(absl::Span<const storage::Meeting> timeline) {
  std::vector<rules::Happening> happenings;
  for (const storage::Meeting& entry : timeline) happenings.push_back({entry.keys, entry.at});
  return happenings;
}

std::vector<rules::ToldHappening> ToldHappenings(const v1::Case& message,
                                                 absl::Span<const storage::ToldEntry> timeline,
                                                 const rules::CaseType& type,
                                                 const rules::WorkCalendar& calendar) {
  std::vector<rules::ToldHappening> told;
  for (rules::Happening& happening : HappeningsOf(message, type, calendar)) {
    told.push_back({.happening = std::move(happening)});
  }
  for (const storage::ToldEntry& entry : timeline) {
    told.push_back({.happening = {entry.keys, entry.at}, .entry = entry.name, .stands = entry.stands});
  }
  return told;
}

v1::Deadline DeadlineAt(const storage::DeadlineRow& row, absl::Time now, absl::string_view case_name) {
  v1::Deadline shown;
  shown.set_rule(std::string(rules::RuleIdOf(row.rule)));
  if (const absl::string_view uid = rules::RowOf(row.rule); !uid.empty()) {
    shown.set_row(absl::StrCat(case_name, "/rows/", uid));
  }
  if (row.run > 1) shown.set_run(row.run);
  shown.set_source(row.source);
  *shown.mutable_start_time() = ToTimestamp(row.start);
  *shown.mutable_due_time() = ToTimestamp(row.due);
  if (row.met) *shown.mutable_met_time() = ToTimestamp(*row.met);
  for (const std::string& calendar : row.calendars) shown.add_calendars(calendar);
  if (row.ruled_due) *shown.mutable_first_due_time() = ToTimestamp(*row.ruled_due);
  shown.set_extensions(row.extensions);
  if (row.paused && !row.met) *shown.mutable_paused_since() = ToTimestamp(*row.paused);
  if (row.waived) *shown.mutable_waived_time() = ToTimestamp(*row.waived);
  shown.set_state(
      rules::StateOf(row.due, row.met, row.stopped, now, {.paused = row.paused, .waived = row.waived}));
  return shown;
}

void ShowDeadlines(const std::vector<storage::DeadlineRow>& rows, absl::Time now, v1::Case& message) {
  const storage::DeadlineRow* next = nullptr;
  for (const storage::DeadlineRow& row : rows) {
    *message.add_deadlines() = DeadlineAt(row, now, message.name());
    if (!row.met && !row.stopped && !row.paused && (next == nullptr || row.due < next->due)) next = &row;
  }
  if (next != nullptr) {
    *message.mutable_next_due_time() = ToTimestamp(next->due);
    message.set_next_due_rule(std::string(rules::RuleIdOf(next->rule)));
  }
  std::sort(message.mutable_deadlines()->begin(), message.mutable_deadlines()->end(),
            [](const v1::Deadline& a, const v1::Deadline& b) {
              return ToTime(a.due_time()) < ToTime(b.due_time());
            });
}

}  // namespace arasha::cases
