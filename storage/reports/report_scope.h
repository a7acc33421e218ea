#ifndef ARASHA_STORAGE_REPORTS_REPORT_SCOPE_H_
#define ARASHA_STORAGE_REPORTS_REPORT_SCOPE_H_

#include <vector>

#include "storage/postgres/encoding.h"
#include "storage/reports/report_cases.h"

namespace arasha::storage {

// Every statement over a scope takes these first: $1 missions, $2 start, $3 end, $4 as_of, $5 zone.
inline std::vector<Param> ScopeParams(const ReportScope& scope) {
  return {ArrayText(scope.missions), TimeText(scope.start), TimeText(scope.end), TimeText(scope.as_of),
          scope.zone.name()};
}

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_SCOPE_H_
