#include "services/reports/period.h"

namespace arasha::reports {
namespace {

constexpr int64_t kMostDays = 3660;  // ten years

}  // namespace

Period ParsePeriod(const std::string& start_date, const std::string& end_date, int case_year,
                   absl::CivilDay today, rules::Violations& violations) {
  const size_t before = violations.size();
  const bool to_today = !start_date.empty() || case_year != 0;
  Period period;
  period.last = to_today ? today : absl::CivilDay(absl::CivilMonth(today)) - 1;
  if (!end_date.empty() && !absl::ParseCivilTime(end_date, &period.last)) {
    violations.push_back({"end_date", rules::Problem::kNotADate});
  }
  period.first = case_year != 0 ? absl::CivilDay(case_year) : absl::CivilDay(absl::CivilMonth(period.last));
  if (!start_date.empty() && !absl::ParseCivilTime(start_date, &period.first)) {
    violations.push_back({"start_date", rules::Problem::kNotADate});
  }
  if (violations.size() > before) return period;
  if (period.first > today) {
    violations.push_back(
        {start_date.empty() && !end_date.empty() ? "end_date" : "start_date", rules::Problem::kNotYet});
  } else if (period.last < period.first || period.last - period.first > kMostDays) {
    // The end may be a day that the caller never named.
    violations.push_back({end_date.empty() ? "start_date" : "end_date", rules::Problem::kPeriodBackwards});
  }
  return period;
}

}  // namespace arasha::reports
