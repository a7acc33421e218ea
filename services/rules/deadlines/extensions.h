#ifndef ARASHA_SERVICES_RULES_DEADLINES_EXTENSIONS_H_
#define ARASHA_SERVICES_RULES_DEADLINES_EXTENSIONS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"
#include "services/rules/violations.h"

// Deadlines that are extended or waived by decisions, or rest while the case is in given states; see
// Extension and paused_in in arasha/v1/case_type.proto.
namespace arasha::rules {

// Decides anew since when the courses are paused and when they are due, by what was decided on them and by
// when the case was in states that pause them. `happenings`: all that has happened; of types without pauses
// they do not matter.
void SettleLeeway(const DeadlineFacts& facts, absl::Span<const Happening> happenings,
                  std::vector<DeadlineCourse>& courses);

// A time in which a course did not run.
struct Rest {
  absl::Time from;
  absl::Time to;   // InfiniteFuture while it does not
  absl::Time due;  // since then, decisions aside; as before while it does not run
};

// How a course comes to be due beside its rule, as SettleLeeway counts it.
struct Settled {
  absl::Time due;                      // by the rule and the rests
  std::optional<absl::Time> extended;  // by the last decision and the rests since, if there was one
  std::optional<absl::Time> paused;    // since when it rests now
  std::vector<Rest> rests = {};        // in order
};
Settled Settle(const DeadlineFacts& facts, const v1::DeadlineRule& rule, const DeadlineCourse& course,
               absl::Span<const Happening> happenings);

// When the course is due by all that.
absl::Time DueOf(const DeadlineCourse& course);

// How the course stands at `now`.
v1::DeadlineState StateOf(const DeadlineCourse& course, absl::Time now);

// When it is due if it is extended until a time: at the end of that day if it is due at the end of one.
absl::Time ExtendedDue(const DeadlineCourse& course, absl::Time until, const WorkCalendar& calendar);

// Whether the rule lets a course that runs be extended until `due`; `field`: of the request, that says so.
Violations CheckExtension(const DeadlineFacts& facts, const v1::DeadlineRule& rule,
                          const DeadlineCourse& course, absl::Span<const Happening> happenings,
                          absl::Time due, absl::Time now, absl::string_view field);

// The decisions.
void Extend(DeadlineCourse& course, absl::Time due, absl::Time now);
void Waive(DeadlineCourse& course, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_EXTENSIONS_H_
