#ifndef ARASHA_SERVICES_RULES_CASEWORK_RECURRENCE_H_
#define ARASHA_SERVICES_RULES_CASEWORK_RECURRENCE_H_

#include <vector>

#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/casework/deadlines.h"
#include "services/rules/casework/happenings.h"

// Duties that go on after they were met; see Recurrence in arasha/v1/case_type.proto.
namespace arasha::rules {

// Whether the run is owed: of a duty that repeats, it is due before that ends, or was met before.
bool IsOwed(const DeadlineFacts& facts, const v1::DeadlineRule& rule, const StartedDeadline& run,
            absl::Span<const Happening> happenings);

// The runs after the first, in order; none of a duty that does not repeat or has not begun. `happenings`: all
// that has happened; `courses`: as the runs stand. Those that were met, and begin as they did, stay due when
// they were, also where later runs come at other intervals now.
std::vector<DeadlineCourse> LaterRuns(const DeadlineFacts& facts, const StartedDeadline& first,
                                      absl::Span<const Happening> happenings,
                                      absl::Span<const DeadlineCourse> courses);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_RECURRENCE_H_
