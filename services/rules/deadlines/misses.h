#ifndef ARASHA_SERVICES_RULES_DEADLINES_MISSES_H_
#define ARASHA_SERVICES_RULES_DEADLINES_MISSES_H_

#include <vector>

#include "absl/types/span.h"
#include "arasha/v1/deadline_explanation.pb.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"

namespace arasha::rules {

// Misses that are told of at most: the last.
inline constexpr int kMostMisses = 100;

// What met a run of a deadline, and then what happened before that and could have met it, and why it did not.
// `terms`: of its rule; `told`: all that has happened, struck out or not.
std::vector<v1::DeadlineStep> MeetingSteps(const Terms& terms, const DeadlineCourse& course,
                                           absl::Span<const ToldHappening> told);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_MISSES_H_
