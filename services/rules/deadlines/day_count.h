#ifndef ARASHA_SERVICES_RULES_DEADLINES_DAY_COUNT_H_
#define ARASHA_SERVICES_RULES_DEADLINES_DAY_COUNT_H_

#include "absl/time/time.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/deadline_explanation.pb.h"
#include "services/rules/deadlines/work_calendar.h"

namespace arasha::rules {

// Days that a CountStep lists at most: more than five years of them.
inline constexpr int kMostCountedDays = 2000;

// How DueTime comes to its result, day by day.
v1::CountStep CountFrom(absl::Time start, const v1::Period& period, const WorkCalendar& calendar);

// How TimeBefore does.
v1::CountStep CountBack(absl::Time end, const v1::Period& period, const WorkCalendar& calendar);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DEADLINES_DAY_COUNT_H_
