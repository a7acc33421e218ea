#ifndef ARASHA_STORAGE_REPORTS_REPORT_SCOPE_H_
#define ARASHA_STORAGE_REPORTS_REPORT_SCOPE_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/postgres/encoding.h"

namespace arasha::storage {

// What is counted, and as seen when. Deadlines and workload are counted of cases in no compartment (those of
// another sensitivity than 3), for whoever reads these reports need not be cleared to know that there are
// more.
struct ReportScope {
  std::vector<std::string> missions;  // all, if empty
  absl::Time start;
  absl::Time end;
  absl::Time as_of;
  absl::TimeZone zone;  // in which months and days are counted
};

// Every statement over a scope takes these first: $1 missions, $2 start, $3 end, $4 as_of, $5 zone.
inline std::vector<Param> ScopeParams(const ReportScope& scope) {
  return {ArrayText(scope.missions), TimeText(scope.start), TimeText(scope.end), TimeText(scope.as_of),
          scope.zone.name()};
}

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_SCOPE_H_
