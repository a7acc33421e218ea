#ifndef ARASHA_STORAGE_REPORTS_REPORT_STATISTICS_H_
#define ARASHA_STORAGE_REPORTS_REPORT_STATISTICS_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/reports/report_scope.h"

// Cases and entries as the public statistics count them; each function is one statement, so one snapshot, as
// the reporter's role.
namespace arasha::storage {

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
  std::string key =
      "";  // only entries of which this key is told, `entry:VISIT?facility=hospital`; empty for any
  std::vector<std::string> unless = {};  // only entries of which none of these is
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

#endif  // ARASHA_STORAGE_REPORTS_REPORT_STATISTICS_H_
