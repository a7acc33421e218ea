#ifndef ARASHA_SERVICES_CASES_DEADLINES_DEADLINE_DECISION_H_
#define ARASHA_SERVICES_CASES_DEADLINES_DEADLINE_DECISION_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "services/calls/call.h"
#include "services/cases/change_case.h"
#include "services/rules/deadlines/deadlines.h"

// Decisions on a single deadline of a case.
namespace arasha::cases {

// A deadline that runs, among all of its case.
struct RunningDeadline {
  const v1::DeadlineRule* rule;
  std::vector<rules::DeadlineCourse> courses;  // all
  size_t index;                                // of the one

  rules::DeadlineCourse& course() { return courses[index]; }
};

// INVALID_ARGUMENT if the case has no such deadline, FAILED_PRECONDITION (DEADLINE_NOT_RUNNING) if it does
// not run. `run`: 0 for the first.
absl::StatusOr<RunningDeadline> FindRunning(const server::Call& call, const Loaded& loaded,
                                            const std::string& rule, int run);

// What has happened in the case, as far as that was loaded.
std::vector<rules::Happening> HappeningsOf(const Loaded& loaded);

// The decision, once it was made on the course; `reason` is the text of the line on the timeline. What an
// extension starts is told by `happened`.
Decision Decided(const server::Call& call, const Loaded& loaded, v1::EntryKind kind, RunningDeadline deadline,
                 const std::string& reason, std::vector<rules::Happening> happened);

// Why, in a request that must say so.
absl::Status CheckReason(const std::string& reason);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_DEADLINES_DEADLINE_DECISION_H_
