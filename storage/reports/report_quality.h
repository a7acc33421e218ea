#ifndef ARASHA_STORAGE_REPORTS_REPORT_QUALITY_H_
#define ARASHA_STORAGE_REPORTS_REPORT_QUALITY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"
#include "storage/reports/report_deadlines.h"
#include "storage/reports/report_scope.h"

// What is missing in cases, late, or at odds with their timelines, as far as clear columns tell; each
// function is one statement, so one snapshot, as the reporter's role.
namespace arasha::storage {

// An item of a checklist that is owed in a state, whatever the case is about.
struct OwedItem {
  std::string type;
  std::string state;
  std::string item;
};

// A case type whose deadlines are met by reaching people, or by seeing them.
struct ExpectedContact {
  std::string type;
  bool in_person = false;
};

// What the catalogue expects of cases.
struct QualityRules {
  std::vector<OwedItem> owed;
  std::vector<ExpectedContact> contacts;  // once for each type
  std::vector<RuleOfType> host_states;    // deadlines that bind the host state
};

// A case that is older than this, and of which nobody wrote for as long, is silent.
inline constexpr int kSilentDays = 30;
// What is written down more than this after it happened is late.
inline constexpr int kLateDays = 3;

// Cases received before the end of the period and open when the report is made, by who holds them; and
// deadlines whose last instant lies in the period, likewise.
struct CaseQuality {
  std::string mission;
  std::string officer;  // empty: nobody's
  int64_t open = 0;
  int64_t silent = 0;
  int64_t without_subject = 0;
  int64_t without_identifier = 0;  // with a subject of whom no number, telephone or e-mail is recorded
  int64_t to_contact = 0;          // with a subject, and of a type that expects contact
  int64_t never_contacted = 0;
  int64_t to_see = 0;  // of these, of a type that expects it in person
  int64_t never_seen = 0;
  int64_t with_items_owed = 0;
  int64_t items_owed = 0;
  int64_t missed = 0;
  int64_t missed_untold = 0;  // with no entry since they started

  // Adds the counts of another, of whomever.
  CaseQuality& operator+=(const CaseQuality& other);
};
absl::StatusOr<std::vector<CaseQuality>> CountCaseQuality(Connection& reporter, const ReportScope& scope,
                                                          const QualityRules& rules);

// What was written down in the period, by whom.
struct EntryQuality {
  std::string mission;
  std::string officer;
  int64_t entries = 0;          // by people, but for corrections
  int64_t late = 0;             // of these
  int64_t before_received = 0;  // contacts and visits from before the matter reached the mission
  int64_t corrected = 0;        // struck out or replaced since
  int64_t changes = 0;          // of state
  int64_t late_changes = 0;

  EntryQuality& operator+=(const EntryQuality& other);
};
absl::StatusOr<std::vector<EntryQuality>> CountEntryQuality(Connection& reporter, const ReportScope& scope);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_QUALITY_H_
