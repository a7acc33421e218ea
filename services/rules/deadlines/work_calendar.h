#ifndef ARASHA_SERVICES_RULES_DEADLINES_WORK_CALENDAR_H_
#define ARASHA_SERVICES_RULES_DEADLINES_WORK_CALENDAR_H_

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/catalogue/state_calendar.h"

namespace arasha::rules {

// Why a day is not worked. Refers to the calendar.
struct DayOff {
  const Holiday* holiday = nullptr;  // nullptr: it is a weekend
};

// When a mission works, and the states that its cases hang on: its time zone, the days of the week on which
// it rests, and the holidays that are known. A state whose calendar is not known has none, and the mission's
// weekend.
struct WorkCalendar {
  absl::TimeZone zone;
  std::array<bool, 7> weekend{};                      // the mission's, by absl::Weekday, Monday first
  std::shared_ptr<const StateCalendars> states = {};  // nullptr: none is known
  std::string seat = {};                              // the state where the mission is, ISO code
  std::string host_state = {};                        // of the case; the seat's, where it is empty

  // The same for a case in this host state.
  WorkCalendar In(absl::string_view host) const;

  // The same as it was when a deadline was computed by these calendars, `KZ@1`.
  WorkCalendar By(absl::Span<const std::string> calendars) const;

  // Why nobody works on that day; nullopt of a working day. A holiday counts before a weekend. A day of the
  // weekend is worked where every calendar that is kept says that it is, instead of another.
  std::optional<DayOff> RestOn(absl::CivilDay day,
                               v1::WorkingDaysOf of = v1::WORKING_DAYS_OF_UNSPECIFIED) const;
  bool IsWorkingDay(absl::CivilDay day, v1::WorkingDaysOf of = v1::WORKING_DAYS_OF_UNSPECIFIED) const {
    return !RestOn(day, of);
  }

  // The calendars that RestOn asks, as `TR@2`, by state.
  std::vector<std::string> Kept(v1::WorkingDaysOf of) const;
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

#endif  // ARASHA_SERVICES_RULES_DEADLINES_WORK_CALENDAR_H_
