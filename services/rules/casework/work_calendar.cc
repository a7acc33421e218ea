#include "services/rules/casework/work_calendar.h"

#include <algorithm>
#include <cstdlib>

namespace arasha::rules {
namespace {

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

// The working day that comes so many after the day, or before it.
absl::CivilDay AddWorkingDays(absl::CivilDay day, int count, const WorkCalendar& calendar) {
  const int step = count < 0 ? -1 : 1;
  for (int left = std::abs(count); left > 0;) {
    day += step;
    if (calendar.IsWorkingDay(day)) --left;
  }
  return day;
}

}  // namespace

absl::Time EndOf(absl::CivilDay day, absl::TimeZone zone) {
  return absl::FromCivil(day + 1, zone) - absl::Microseconds(1);
}

absl::Time DueTime(absl::Time start, const v1::Period& period, const WorkCalendar& calendar) {
  const absl::CivilDay first = absl::ToCivilDay(start, calendar.zone);
  const int short_of = period.less_than() ? 1 : 0;
  switch (period.length_case()) {
    case v1::Period::kHours:
      return start + absl::Hours(period.hours());
    case v1::Period::kDays:
      return EndOf(first + period.days() - short_of, calendar.zone);
    case v1::Period::kWorkingDays:
      return EndOf(AddWorkingDays(first, period.working_days(), calendar), calendar.zone);
    case v1::Period::kMonths:
      return EndOf(AddMonths(first, period.months()) - short_of, calendar.zone);
    case v1::Period::kYears:
      return EndOf(AddMonths(first, 12 * period.years()) - short_of, calendar.zone);
    case v1::Period::LENGTH_NOT_SET:
      break;  // CaseType::Create lets none through.
  }
  return absl::InfiniteFuture();
}

absl::Time TimeBefore(absl::Time end, const v1::Period& period, const WorkCalendar& calendar) {
  const absl::CivilDay last = absl::ToCivilDay(end, calendar.zone);
  switch (period.length_case()) {
    case v1::Period::kHours:
      return end - absl::Hours(period.hours());
    case v1::Period::kDays:
      return EndOf(last - period.days(), calendar.zone);
    case v1::Period::kWorkingDays:
      return EndOf(AddWorkingDays(last, -period.working_days(), calendar), calendar.zone);
    case v1::Period::kMonths:
      return EndOf(AddMonths(last, -period.months()), calendar.zone);
    case v1::Period::kYears:
      return EndOf(AddMonths(last, -12 * period.years()), calendar.zone);
    case v1::Period::LENGTH_NOT_SET:
      break;  // CaseType::Create lets none through.
  }
  return absl::InfinitePast();
}

}  // namespace arasha::rules
