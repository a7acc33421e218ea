#include "services/cases/corrections/corrections.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proto/entry_kinds.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/cases/references.h"
#include "services/cases/rows/deadline_rows.h"
#include "services/cases/rows/new_rows.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/corrections.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/extensions.h"
#include "services/rules/deadlines/taken_back.h"
#include "storage/postgres/status.h"

namespace arasha::cases {
namespace {

// The deadline as it was before a change of state, or a decision on it, that is taken back. Where this
// changes anything, it is to be met by whatever else there is.
bool TakeBack(const storage::Correctable& found, const Loaded& loaded, const v1::Case& message,
              const std::vector<rules::Happening>& happenings, rules::DeadlineCourse& course) {
  const v1::Entry& change = found.entry;
  if (IsDeadlineDecision(change)) {
    if (!rules::IsDecidedBy(course, change)) return false;
    std::optional<absl::Time> closed;
    if (message.has_close_time()) closed = ToTime(message.close_time());
    rules::TakeBackDecision(change, FactsOf(message, loaded.type, loaded.mission.calendar), happenings,
                            closed, course);
    return true;
  }
  if (!IsTakenBack(change)) return false;
  if (course.run > 1 && course.started.start == ToTime(change.happened_time())) {  // It was a reopening.
    course.started.start = course.started.due = absl::InfiniteFuture();
    return true;
  }
  if (loaded.type.IsFinal(change.to_state()) && course.stopped == ToTime(change.record_time())) {
    course.stopped.reset();
    return true;
  }
  if (loaded.type.IsFinal(change.from_state()) && !course.stopped) {
    course.stopped = ToTime(message.close_time());
    return true;
  }
  return false;
}

bool SameCourse(const storage::DeadlineRow& a, const storage::DeadlineRow& b) {
  return a.source == b.source && a.start == b.start && a.due == b.due && a.met_by == b.met_by &&
         a.met == b.met && a.stopped == b.stopped && a.calendars == b.calendars && SameLeeway(a, b);
}

// The deadlines as the case's type lets them rest before the correction. Those that are over may be stored
// otherwise: another version of the type decided them.
std::vector<rules::DeadlineCourse> CoursesBefore(const Loaded& loaded, const storage::Correctable& found) {
  const rules::WorkCalendar& calendar = loaded.mission.calendar;
  std::vector<rules::Happening> happenings = HappeningsOf(loaded.row.message, loaded.type, calendar);
  for (rules::Happening& other : HappeningsOf(found.standing)) happenings.push_back(std::move(other));
  if (!found.triggers.empty()) {
    happenings.push_back({.keys = found.triggers, .at = ToTime(found.entry.happened_time())});
  }
  std::vector<rules::DeadlineCourse> courses = CoursesOf(found.deadlines);
  rules::SettleLeeway(FactsOf(loaded.row.message, loaded.type, calendar), happenings, courses);
  return courses;
}

// The deadlines that the correction changes, at their next versions. `message`: the case as it comes out.
std::vector<storage::DeadlineRow> ChangedDeadlines(const Loaded& loaded, const v1::Case& message,
                                                   const storage::Correctable& found,
                                                   const std::vector<rules::Happening>& replacement) {
  std::vector<rules::Happening> happenings = HappeningsOf(message, loaded.type, loaded.mission.calendar);
  for (rules::Happening& other : HappeningsOf(found.standing)) happenings.push_back(std::move(other));
  std::vector<std::string> touched = found.triggers;
  for (const rules::Happening& happening : replacement) {
    happenings.push_back(happening);
    touched.insert(touched.end(), happening.keys.begin(), happening.keys.end());
  }
  std::vector<rules::DeadlineCourse> courses;
  for (const storage::DeadlineRow& row : found.deadlines) {
    rules::DeadlineCourse& course = courses.emplace_back(CourseOf(row));
    if (TakeBack(found, loaded, message, happenings, course))
      touched.insert(touched.end(), row.met_by.begin(), row.met_by.end());
  }
  std::optional<absl::Time> closed;
  if (message.has_close_time()) closed = ToTime(message.close_time());

  std::vector<storage::DeadlineRow> changed;
  const std::vector<rules::DeadlineCourse> before = CoursesBefore(loaded, found);
  const auto decided = rules::Redecide(FactsOf(message, loaded.type, loaded.mission.calendar),
                                       std::move(courses), happenings, touched, closed);
  for (size_t i = 0; i < decided.size(); ++i) {
    storage::DeadlineRow row = RowOf(decided[i]);
    if (i < found.deadlines.size()) {
      if (SameCourse(row, found.deadlines[i]) || SameCourse(row, RowOf(before[i]))) continue;
      row.version = found.deadlines[i].version + 1;
    }
    changed.push_back(std::move(row));
  }
  return changed;
}

absl::Status DecisionFinal(const Loaded& loaded, const v1::Entry& entry) {
  absl::Status status = Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_DECISION_FINAL,
                               "the decision on the deadline cannot be taken back any more: something later "
                               "hangs on it, or the deadline would be past due at once");
  const std::string& id = entry.deadline_change().rule();
  status = WithMetadata(std::move(status), "rule", id);
  const v1::DeadlineRule* rule = loaded.type.FindDeadline(id);
  if (rule == nullptr) return status;
  status = WithMetadata(std::move(status), "rule.en", rule->label().en());
  return WithLabels(std::move(status), "rule", rule->label());
}

}  // namespace

absl::StatusOr<storage::Correctable> FindToCorrect(const server::Call& call, const Loaded& loaded,
                                                   const v1::Correction& correction) {
  auto found = storage::FindCorrectable(*call.connection, call.context.audit, loaded.row.number,
                                        storage::UidOf(correction.entry()));
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(correction.entry());
  const v1::Entry& entry = (*found)->entry;
  if (correction.has_replacement() && (IsTakenBack(entry) || IsDeadlineDecision(entry))) {
    return server::InvalidFields({{"replacement", rules::Problem::kOnlyStruckOut}});
  }
  if (IsTakenBack(entry)) {
    if (loaded.type.FindState(entry.from_state()) == nullptr) {
      return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_CORRECTABLE,
                    "the version of its type by which the case goes now lacks the state before");
    }
  } else if (!PeopleWrite(entry.kind()) && !IsDeadlineDecision(entry)) {
    return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOT_CORRECTABLE,
                  "the server wrote this entry; undo what it tells of");
  }
  if (const std::string& by = entry.corrected_by(); !by.empty()) {
    return WithMetadata(Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ALREADY_CORRECTED,
                               "this entry was corrected before; correct the one that stands in its place"),
                        "entry", by);
  }
  if (IsTakenBack(entry) && !(*found)->is_last_change) {
    return server::InvalidFields({{"name", rules::Problem::kNotTheLastChange}});
  }
  if (IsDeadlineDecision(entry) && !rules::CanTakeBack(entry, CoursesOf((*found)->deadlines), call.now)) {
    return DecisionFinal(loaded, entry);
  }
  return *std::move(*found);
}

Decision Corrected(const server::Call& call, const Loaded& loaded, const v1::Correction& correction,
                   storage::Correctable found) {
  Decision decision{
      .message = loaded.row.message, .open = loaded.row.open, .kind = Decision::Kind::kCorrection};
  if (correction.has_replacement()) {
    decision.entry = NewEntry(call, correction.replacement());
    decision.happened = {
        rules::OfEntry(loaded.type, decision.entry,
                       RoleOf(decision.entry, decision.message).value_or(v1::PARTY_ROLE_UNSPECIFIED))};
  } else {
    decision.entry = ServerEntry(call, v1::ENTRY_KIND_CORRECTION);
    decision.entry.set_text(correction.reason());
  }
  server::NameAfter(loaded.row.number, decision.entry);
  decision.entry.set_corrects(correction.entry());
  decision.entry.set_correction_reason(correction.reason());
  decision.correction.entries_before = found.entries;
  if (IsTakenBack(found.entry)) {
    decision.message.set_state(found.entry.from_state());
    decision.open = !loaded.type.IsFinal(found.entry.from_state());
    if (decision.open) {
      decision.message.clear_close_time();
    } else if (loaded.row.open && found.changed_before) {  // It was reopened.
      *decision.message.mutable_close_time() = ToTimestamp(*found.changed_before);
    }
  }
  decision.correction.deadlines = ChangedDeadlines(loaded, decision.message, found, decision.happened);
  decision.correction.deadlines_before = std::move(found.deadlines);
  return decision;
}

}  // namespace arasha::cases
