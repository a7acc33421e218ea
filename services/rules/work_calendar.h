#ifndef ARASHA_SERVICES_RULES_WORK_CALENDAR_H_
#define ARASHA_SERVICES_RULES_WORK_CALENDAR_H_

#include <array>
#include <cstddef>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace arasha::rules {

// Time zone and working days of a mission.
struct WorkCalendar {
  absl::TimeZone zone = absl::UTCTimeZone();
  // Days of rest, by absl::Weekday (Monday is 0). At least one day MUST be left to work.
  std::array<bool, 7> weekend = {false, false, false, false, false, true, true};

  bool IsWorkingDay(absl::CivilDay day) const {
    return !weekend[static_cast<std::size_t>(absl::GetWeekday(day))];
  }
};

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_WORK_CALENDAR_H_
