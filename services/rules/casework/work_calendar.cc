#include "services/rules/casework/work_calendar.h"

#include <algorithm>

namespace arasha::rules {
namespace {

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
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
    case v1::Period::kWorkingDays: {
      absl::CivilDay day = first;
      for (int left = period.working_days(); left > 0;) {
        ++day;
        if (calendar.IsWorkingDay(day)) --left;
      }
      return EndOf(day, calendar.zone);
    }
    case v1::Period::kMonths:
      return EndOf(AddMonths(first, period.months()) - short_of, calendar.zone);
    case v1::Period::kYears:
      return EndOf(AddMonths(first, 12 * period.years()) - short_of, calendar.zone);
    case v1::Period::LENGTH_NOT_SET:
      break;  // CaseType::Create lets none through.
  }
  return absl::InfiniteFuture();
}

}  // namespace arasha::rules
