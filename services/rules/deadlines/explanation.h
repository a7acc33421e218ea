#ifndef ARASHA_SERVICES_RULES_DEADLINES_EXPLANATION_H_
#define ARASHA_SERVICES_RULES_DEADLINES_EXPLANATION_H_

#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline_explanation.pb.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"

// Why a deadline is due when it is, or why there is none: the reckoning of deadlines.h and recurrence.h, told
// step by step.
namespace arasha::rules {

// Explains a run of a rule of the facts' type. `told`: all that has happened, struck out or not; `courses`:
// the case's deadlines as they are stored. Fills in `run`, `host_state`, `source`, `steps`, `due_time`,
// `absence` and `differs`, and leaves the rest to the caller.
v1::DeadlineExplanation ExplainDeadline(const DeadlineFacts& facts, const v1::DeadlineRule& rule, int run,
                                        absl::Span<const ToldHappening> told,
                                        absl::Span<const DeadlineCourse> courses);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_EXPLANATION_H_
