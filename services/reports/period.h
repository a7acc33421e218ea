#ifndef ARASHA_SERVICES_REPORTS_PERIOD_H_
#define ARASHA_SERVICES_REPORTS_PERIOD_H_

#include <string>

#include "absl/time/civil_time.h"
#include "services/rules/violations.h"

namespace arasha::reports {

// The days that a report is about, both of them included.
struct Period {
  absl::CivilDay first;
  absl::CivilDay last;
};

// The period from `start_date` to `end_date`, days as 2026-11-01, or empty. Without an end it is up to
// `today` if its start or a case is given, else it is the last whole month before. Without a start it is from
// the beginning of `case_year`, the year in the number of the case that the report is about, 0 if it is about
// none; else the month of its end. It may end after `today`, but not begin then.
Period ParsePeriod(const std::string& start_date, const std::string& end_date, int case_year,
                   absl::CivilDay today, rules::Violations& violations);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_PERIOD_H_
