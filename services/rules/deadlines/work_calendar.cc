#include "services/rules/deadlines/work_calendar.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

namespace arasha::rules {
namespace {

absl::CivilDay AddMonths(absl::CivilDay day, int months) {
  const absl::CivilMonth month = absl::CivilMonth(day) + months;
  const absl::CivilDay last = absl::CivilDay(month + 1) - 1;
  return std::min(absl::CivilDay(month) + (day.day() - 1), last);
}

// The working day that comes so many after the day, or before it.
absl::CivilDay AddWorkingDays(absl::CivilDay day, int count, const WorkCalendar& calendar,
                              v1::WorkingDaysOf of) {
  const int step = count < 0 ? -1 : 1;
  for (int left = std::abs(count); left > 0;) {
    day += step;
    if (calendar.IsWorkingDay(day, of)) --left;
  }
  return day;
}

// Those by which working days are counted, by state.
std::vector<const StateCalendar*> KeptOf(const WorkCalendar& calendar, v1::WorkingDaysOf of) {
  if (calendar.states == nullptr) return {};
  const StateCalendar* home = calendar.states->Home();
  std::vector<const StateCalendar*> kept;
  switch (of) {
    case v1::WORKING_DAYS_OF_HOME:
      kept = {home};
      break;
    case v1::WORKING_DAYS_OF_HOST:
      kept = {calendar.states->Find(calendar.host_state.empty() ? calendar.seat : calendar.host_state)};
      break;
    default:
      kept = {calendar.states->Find(calendar.seat), home};
      if (kept[0] == home) kept.pop_back();
  }
  std::erase(kept, nullptr);
  std::sort(kept.begin(), kept.end(),
            [](const StateCalendar* a, const StateCalendar* b) { return a->state() < b->state(); });
  return kept;
}

}  // namespace

WorkCalendar WorkCalendar::In(absl::string_view host) const {
  WorkCalendar there = *this;
  there.host_state = std::string(host);
  return there;
}

WorkCalendar WorkCalendar::By(absl::Span<const std::string> calendars) const {
  WorkCalendar then = *this;
  if (states != nullptr) then.states = states->By(calendars);
  return then;
}

std::optional<DayOff> WorkCalendar::RestOn(absl::CivilDay day, v1::WorkingDaysOf of) const {
  const std::vector<const StateCalendar*> kept = KeptOf(*this, of);
  for (const StateCalendar* state : kept) {
    if (const Holiday* holiday = state->HolidayOn(day)) return DayOff{holiday};
  }
  // A state rests on its own weekend, whatever the mission's is.
  const bool of_state = of != v1::WORKING_DAYS_OF_UNSPECIFIED && !kept.empty();
  const bool is_weekend =
      of_state ? kept.front()->IsWeekend(day) : weekend.at(static_cast<size_t>(absl::GetWeekday(day)));
  if (!is_weekend) return std::nullopt;
  const bool worked = !kept.empty() && std::all_of(kept.begin(), kept.end(), [&](const StateCalendar* state) {
    return state->IsWorkedInstead(day);
  });
  if (worked) return std::nullopt;
  return DayOff{};
}

std::vector<std::string> WorkCalendar::Kept(v1::WorkingDaysOf of) const {
  std::vector<std::string> refs;
  for (const StateCalendar* state : KeptOf(*this, of)) refs.push_back(state->ref());
  return refs;
}

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
      return EndOf(AddWorkingDays(first, period.working_days(), calendar, period.of()), calendar.zone);
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
      return EndOf(AddWorkingDays(last, -period.working_days(), calendar, period.of()), calendar.zone);
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
