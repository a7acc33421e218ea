#ifndef ARASHA_STORAGE_REPORTS_REPORT_CASES_H_
#define ARASHA_STORAGE_REPORTS_REPORT_CASES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

// Cases, their deadlines and timelines as reports count them; all functions run as the reporter's role. Each
// is one statement, so one snapshot.
namespace arasha::storage {

// What is counted, and as seen when.
struct ReportScope {
  std::vector<std::string> missions;  // all, if empty
  absl::Time start;
  absl::Time end;
  absl::Time as_of;
  absl::TimeZone zone;  // in which months and days are counted
};

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
  int64_t open =
      0;  // at the end of the period, by who holds them when the report is made; in all the mission's
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

// What counts in a category of the public statistics: one StatisticsRule of a case type.
struct CountingRule {
  std::string type;
  std::string category;
  std::string event;       // a transition; empty for none
  int entry_kind = 0;      // numbers of the proto enums; 0 for none, then the case's receipt counts
  bool in_person = false;  // only entries in person
  int direction = 0;       // only notes of this direction; 0 for any
  int party_role = 0;      // only entries about such a party; 0 for any
  bool persons = false;    // counts the subjects of the case
};

struct CategoryCount {
  std::string category;
  std::string month;
  int64_t count = 0;
};
absl::StatusOr<std::vector<CategoryCount>> CountCategories(Connection& reporter, const ReportScope& scope,
                                                           const std::vector<CountingRule>& rules);

// Cases received, by host state.
struct HostStateCount {
  std::string host_state;
  int64_t received = 0;
};
absl::StatusOr<std::vector<HostStateCount>> CountHostStates(Connection& reporter, const ReportScope& scope);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_CASES_H_
