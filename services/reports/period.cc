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
    violations.push_back({"end_date", "must be a day, as 2026-11-30"});
  }
  period.first = case_year != 0 ? absl::CivilDay(case_year) : absl::CivilDay(absl::CivilMonth(period.last));
  if (!start_date.empty() && !absl::ParseCivilTime(start_date, &period.first)) {
    violations.push_back({"start_date", "must be a day, as 2026-11-01"});
  }
  if (violations.size() == before && (period.last < period.first || period.last - period.first > kMostDays)) {
    // The end may be a day that the caller never named.
    violations.push_back({end_date.empty() ? "start_date" : "end_date",
                          "the last day must not lie before the first, nor more than ten years after it"});
  }
  return period;
}

}  // namespace arasha::reports
