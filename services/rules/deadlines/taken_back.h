#ifndef ARASHA_SERVICES_RULES_DEADLINES_TAKEN_BACK_H_
#define ARASHA_SERVICES_RULES_DEADLINES_TAKEN_BACK_H_

#include <optional>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/entry.pb.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"

// Decisions on deadlines that were made by mistake, and are taken back by the correction of their entry.
namespace arasha::rules {

// Whether nothing later hangs on the decision that the entry tells of. An extension is the last of a deadline
// that runs, which would not be past due without it, and nothing that it started was met or decided on since;
// after a waiver the next run was neither. `courses`: all of the case, as stored.
bool CanTakeBack(const v1::Entry& decision, absl::Span<const DeadlineCourse> courses, absl::Time now);

// Whether the decision is on this course.
bool IsDecidedBy(const DeadlineCourse& course, const v1::Entry& decision);

// Makes of the course what it would be without the decision, which is on it and can be taken back; when it is
// due is left to SettleLeeway, and whether it is met to Redecide. `happenings`: all but the decision;
// `closed`: when the case was, if it is.
void TakeBackDecision(const v1::Entry& decision, const DeadlineFacts& facts,
                      absl::Span<const Happening> happenings, std::optional<absl::Time> closed,
                      DeadlineCourse& course);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_TAKEN_BACK_H_
