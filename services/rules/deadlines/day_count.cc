#include "services/rules/deadlines/day_count.h"

#include <optional>
#include <string>
#include <utility>

#include "absl/time/civil_time.h"
#include "proto/timestamps.h"

namespace arasha::rules {
namespace {

// The days of a period after `day`, or before it, up to the last that counts.
void ListDays(absl::CivilDay day, const v1::Period& period, const WorkCalendar& calendar,
              v1::CountStep& count) {
  const bool of_work = period.has_working_days();
  const int length = of_work ? period.working_days() : period.days() - (period.less_than() ? 1 : 0);
  const int step = count.back() ? -1 : 1;
  for (int number = 0; number < length && count.days_size() < kMostCountedDays;) {
    day += step;
    v1::CountedDay& shown = *count.add_days();
    shown.set_date(absl::FormatCivilTime(day));
    const std::optional<DayOff> off = of_work ? calendar.RestOn(day, period.of()) : std::nullopt;
    if (!off) {
      shown.set_number(++number);
    } else if (off->holiday != nullptr) {
      *shown.mutable_holiday() = off->holiday->label;
      shown.set_calendar(off->holiday->calendar);
      shown.set_provisional(off->holiday->provisional);
    }
  }
}

// Whether the month so many months away is too short for the number of the day.
bool IsShortened(absl::CivilDay day, int months) {
  return (absl::CivilDay(absl::CivilMonth(day) + months) + (day.day() - 1)).month() !=
         (absl::CivilMonth(day) + months).month();
}

v1::CountStep CountOf(absl::Time from, absl::Time to, bool back, const v1::Period& period,
                      const WorkCalendar& calendar) {
  v1::CountStep count;
  *count.mutable_period() = period;
  count.set_back(back);
  *count.mutable_from_time() = ToTimestamp(from);
  *count.mutable_to_time() = ToTimestamp(to);
  const absl::CivilDay day = absl::ToCivilDay(from, calendar.zone);
  if (period.has_days() || period.has_working_days()) ListDays(day, period, calendar, count);
  if (period.has_working_days()) {
    for (std::string& kept : calendar.Kept(period.of())) count.add_calendars(std::move(kept));
  }
  const int months = period.months() + 12 * period.years();
  if (months > 0) count.set_shortened(IsShortened(day, back ? -months : months));
  return count;
}

}  // namespace

v1::CountStep CountFrom(absl::Time start, const v1::Period& period, const WorkCalendar& calendar) {
  return CountOf(start, DueTime(start, period, calendar), /*back=*/false, period, calendar);
}

v1::CountStep CountBack(absl::Time end, const v1::Period& period, const WorkCalendar& calendar) {
  return CountOf(end, TimeBefore(end, period, calendar), /*back=*/true, period, calendar);
}

}  // namespace arasha::rules
