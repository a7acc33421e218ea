#ifndef ARASHA_STORAGE_REPORTS_REPORT_WORKLOAD_H_
#define ARASHA_STORAGE_REPORTS_REPORT_WORKLOAD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"
#include "storage/reports/report_scope.h"

// Cases, their officers and timelines as reports count them; each function is one statement, so one snapshot,
// as the reporter's role.
namespace arasha::storage {

struct MissionLoad {
  std::string mission;
  int64_t open_before = 0;
  int64_t received = 0;
  int64_t ended = 0;
  int64_t open_after = 0;
  int64_t officers = 0;
  int64_t entries = 0;                       // written by people in the period
  std::optional<absl::Duration> median_age;  // of those open at the end
};
absl::StatusOr<std::vector<MissionLoad>> CountMissionLoads(Connection& reporter, const ReportScope& scope);

struct OfficerLoad {
  std::string officer;  // empty: nobody's
  std::string mission;
  // At the end of the period, by who holds them when the report is made; in all the mission's.
  int64_t open = 0;
  int64_t entries = 0;
  bool may_act = true;  // when the report is made; whoever may not has left
};
absl::StatusOr<std::vector<OfficerLoad>> CountOfficerLoads(Connection& reporter, const ReportScope& scope);

// Cases received and ended, by day ("2026-11-24") or by month ("2026-11").
struct CaseFlow {
  std::string when;
  int64_t received = 0;
  int64_t ended = 0;
};
absl::StatusOr<std::vector<CaseFlow>> CountCaseFlow(Connection& reporter, const ReportScope& scope,
                                                    bool by_day);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_WORKLOAD_H_
