#ifndef ARASHA_STORAGE_REPORTS_REPORT_DEADLINES_H_
#define ARASHA_STORAGE_REPORTS_REPORT_DEADLINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"
#include "storage/reports/report_scope.h"

// Deadlines as reports count them; each function is one statement, so one snapshot, as the reporter's role.
namespace arasha::storage {

// Deadlines whose last instant lies in the period, come or not, by mission, case type, rule and month.
struct DeadlineCount {
  std::string mission;
  std::string type;
  std::string rule;
  std::string month;  // "2026-11"
  int64_t met = 0;
  int64_t late = 0;
  int64_t missed = 0;
  int64_t lapsed = 0;
  int64_t running = 0;
};
absl::StatusOr<std::vector<DeadlineCount>> CountDeadlines(Connection& reporter, const ReportScope& scope);

// A deadline rule of a case type.
struct RuleOfType {
  std::string type;
  std::string rule;
};

// What came of the deadlines by some rules that started in the period. `in_person` says how it was met.
struct FirstContactCount {
  std::string mission;  // empty: all of them together
  int64_t notified = 0;
  int64_t within_in_person = 0;
  int64_t within_remote = 0;
  int64_t later_in_person = 0;
  int64_t later_remote = 0;
  int64_t never = 0;
  int64_t running = 0;  // or lapsed
  int64_t failed_attempts = 0;
  std::optional<absl::Duration> median;  // of those met
};
absl::StatusOr<std::vector<FirstContactCount>> CountFirstContacts(Connection& reporter,
                                                                  const ReportScope& scope,
                                                                  const std::vector<RuleOfType>& rules);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_DEADLINES_H_
