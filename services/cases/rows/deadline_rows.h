#ifndef ARASHA_SERVICES_CASES_ROWS_DEADLINE_ROWS_H_
#define ARASHA_SERVICES_CASES_ROWS_DEADLINE_ROWS_H_

#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/entry.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/explanation.h"
#include "services/rules/deadlines/work_calendar.h"
#include "services/rules/violations.h"
#include "storage/cases/cases.h"

// Between the rules' view of deadlines and storage's.
namespace arasha::cases {

rules::DeadlineFacts FactsOf(const v1::Case& message, const rules::CaseType& type,
                             const rules::WorkCalendar& calendar);

// What the case itself says has happened: that it was opened, and its fields that are times.
std::vector<rules::Happening> HappeningsOf(const v1::Case& message, const rules::CaseType& type,
                                           const rules::WorkCalendar& calendar);

// Whether the mission had learned of the case when it did what the entry tells; `about`: the roles of whom it
// is about, `field`: the time's path in the request.
rules::Violations CheckDeed(const v1::Entry& entry, const rules::About& about, const v1::Case& message,
                            const rules::CaseType& type, const rules::WorkCalendar& calendar,
                            absl::string_view field);

// Whether what an entry met starts after it, once the case is `after`; `rows`: its deadlines as stored,
// `path`: that of the case in the request.
rules::Violations CheckMovedStarts(const v1::Case& before, const v1::Case& after,
                                   const std::vector<storage::DeadlineRow>& rows, const rules::CaseType& type,
                                   const rules::WorkCalendar& calendar, absl::string_view path);

// Deadlines that the happenings start, met where one of them meets them too.
std::vector<storage::DeadlineRow> StartedRows(const rules::DeadlineFacts& facts,
                                              absl::Span<const rules::Happening> happenings);

// Says of new deadlines when they are first to be warned of, where nothing is to be said at `now`.
void SetFirstWarnings(const rules::DeadlineFacts& facts, absl::Time now,
                      std::vector<storage::DeadlineRow>& rows);

// The deadlines that a change of the case starts, moves, starts anew (with run 0), or leaves without anything
// that starts them. `told`: what the case says and its timeline, as far as that was loaded; `happened`: the
// change; `courses`: the deadlines as stored, with what was decided on them now.
std::vector<storage::DeadlineRow> ChangedRows(const rules::DeadlineFacts& facts,
                                              absl::Span<const rules::Happening> told,
                                              absl::Span<const rules::Happening> happened,
                                              absl::Span<const rules::DeadlineCourse> courses);

// Those of which decisions or pauses change how long they run: `courses`, one for each of the rows as stored,
// with what was decided on them now; `all`: all that has happened.
std::vector<storage::DeadlineRow> AlteredRows(const rules::DeadlineFacts& facts,
                                              absl::Span<const rules::Happening> all,
                                              std::vector<rules::DeadlineCourse> courses,
                                              absl::Span<const storage::DeadlineRow> rows);

// Takes out of `changed` what is over as it is stored, being met, missed, waived or stopped, and what the
// change leaves as it was: that may have been decided by another version of the type. `before`: the same rows
// by the case before.
void KeepWhatIsOver(absl::Span<const storage::DeadlineRow> stored,
                    absl::Span<const storage::DeadlineRow> before, absl::Time now,
                    std::vector<storage::DeadlineRow>& changed);

rules::DeadlineCourse CourseOf(const storage::DeadlineRow& row);
std::vector<rules::DeadlineCourse> CoursesOf(absl::Span<const storage::DeadlineRow> rows);
storage::DeadlineRow RowOf(const rules::DeadlineCourse& course);
// Whether both are due at the same time by the same decisions and pauses.
bool SameLeeway(const storage::DeadlineRow& a, const storage::DeadlineRow& b);

std::vector<storage::Meeting> Meetings(absl::Span<const rules::Happening> happenings);
std::vector<rules::Happening> HappeningsOf(absl::Span<const storage::Meeting> timeline);

// What the timeline of a case and the case itself tell, struck out or not. `timeline`: of the same case.
std::vector<rules::ToldHappening> ToldHappenings(const v1::Case& message,
                                                 absl::Span<const storage::ToldEntry> timeline,
                                                 const rules::CaseType& type,
                                                 const rules::WorkCalendar& calendar);

// A deadline of the case as it stands at `now`.
v1::Deadline DeadlineAt(const storage::DeadlineRow& row, absl::Time now, absl::string_view case_name);

// Puts the deadlines on a case as they stand at `now`, with its next_due_time.
void ShowDeadlines(const std::vector<storage::DeadlineRow>& rows, absl::Time now, v1::Case& message);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_ROWS_DEADLINE_ROWS_H_
