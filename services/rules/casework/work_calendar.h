#ifndef ARASHA_SERVICES_RULES_CASEWORK_WORK_CALENDAR_H_
#define ARASHA_SERVICES_RULES_CASEWORK_WORK_CALENDAR_H_

#include <array>
#include <cstddef>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "arasha/v1/case_type.pb.h"

namespace arasha::rules {

// When a mission works: its time zone and the days of the week on which it rests. Holidays find their
// place here.
struct WorkCalendar {
  absl::TimeZone zone;
  std::array<bool, 7> weekend{};  // by absl::Weekday, Monday first

  bool IsWorkingDay(absl::CivilDay day) const {
    return !weekend.at(static_cast<size_t>(absl::GetWeekday(day)));
  }
};

// The last microsecond of a day.
absl::Time EndOf(absl::CivilDay day, absl::TimeZone zone);

// The last instant of a period that began at `start`. Hours run from the instant itself; everything else
// runs from the day after the start in the mission's zone to the last microsecond of the last day.
absl::Time DueTime(absl::Time start, const v1::Period& period, const WorkCalendar& calendar);

// The last instant that is a period before `end`: hours before the instant itself, everything else before the
// day of `end`, to the end of a day. Months before the 31st are to the last day of a shorter month.
absl::Time TimeBefore(absl::Time end, const v1::Period& period, const WorkCalendar& calendar);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_WORK_CALENDAR_H_
