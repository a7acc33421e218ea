#ifndef ARASHA_SERVICES_RULES_DEADLINES_RECURRENCE_H_
#define ARASHA_SERVICES_RULES_DEADLINES_RECURRENCE_H_

#include <vector>

#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline_explanation.pb.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"

// Duties that go on after they were met; see Recurrence in arasha/v1/case_type.proto.
namespace arasha::rules {

// Whether the run is owed: of a duty that repeats, it is due before that ends, or was met before.
bool IsOwed(const DeadlineFacts& facts, const v1::DeadlineRule& rule, const StartedDeadline& run,
            absl::Span<const Happening> happenings);

// When all of a duty ends, as far as that is known; InfiniteFuture while nothing says.
absl::Time EndOfAll(const DeadlineFacts& facts, const v1::Recurrence& repeats,
                    absl::Span<const Happening> happenings);

// How a later run came to be due.
struct RunCount {
  const v1::RecurrencePhase* phase =
      nullptr;             // within the rule; nullptr of a run that only keeps its due time
  absl::Time from;         // what is counted from
  v1::Period period = {};  // how long from there; of months all of them
  int passed_over = 0;     // due times that were over when the run before was met
};

// The later runs of a duty, how each came to be due, and why there is none after them.
struct LaterRunsCounted {
  std::vector<DeadlineCourse> runs;
  std::vector<RunCount> counts;  // as long as `runs`
  v1::DeadlineAbsence none_after = v1::DEADLINE_ABSENCE_NO_SUCH_RUN;
};

// As LaterRuns, with how they were counted.
LaterRunsCounted CountLaterRuns(const DeadlineFacts& facts, const StartedDeadline& first,
                                absl::Span<const Happening> happenings,
                                absl::Span<const DeadlineCourse> courses);

// The runs after the first, in order; none of a duty that does not repeat or has not begun. `happenings`: all
// that has happened; `courses`: as the runs stand. Those that were met, and begin as they did, stay due when
// they were, also where later runs come at other intervals now.
std::vector<DeadlineCourse> LaterRuns(const DeadlineFacts& facts, const StartedDeadline& first,
                                      absl::Span<const Happening> happenings,
                                      absl::Span<const DeadlineCourse> courses);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_RECURRENCE_H_
