#ifndef ARASHA_STORAGE_CASES_CORRECTIONS_H_
#define ARASHA_STORAGE_CASES_CORRECTIONS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/entry.pb.h"
#include "storage/cases/cases.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

// The correction of an entry: another is written that strikes it out or stands in its place, and the case's
// deadlines become what those that are left make of them.
namespace arasha::storage {

// What a correction of an entry is decided on.
struct Correctable {
  v1::Entry entry;  // with corrected_by
  std::vector<std::string> triggers;
  // What the other entries that stand are to deadlines.
  std::vector<Meeting> standing;
  std::vector<DeadlineRow> deadlines;
  int64_t entries = 0;  // that the case has in all
  // Of a change of state: none that stands was recorded after it, and when the one before it was.
  bool is_last_change = false;
  std::optional<absl::Time> changed_before;
};

// nullopt if the case has no such entry, or the context does not see the case. Leaves no leaf.
absl::StatusOr<std::optional<Correctable>> FindCorrectable(Connection& connection,
                                                           const AuditContext& context,
                                                           const CaseNumber& number, absl::string_view uid);

// A correction that was decided.
struct Correction {
  CaseNumber number;
  std::string case_uid;
  int case_version = 0;           // that it was decided on
  std::vector<EntryRow> entries;  // the one that corrects, and what tells of a proposal that lapsed
  int64_t entries_before = 0;     // Correctable::entries
  std::vector<DeadlineRow> deadlines_before;
  std::vector<DeadlineRow> deadlines;  // those that changed, at their new versions
  // Of the case as it comes out: another state where its last change is taken back.
  std::string state;
  bool open = true;
  std::optional<absl::Time> closed;
  ProposalFate proposal;
  DataKey key;
  std::string response;
};

// kStale if anything that it was decided on changed since. The case's version counts it.
absl::StatusOr<WriteOutcome> SaveCorrection(Connection& connection, const WriteContext& context,
                                            const Correction& correction);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_CORRECTIONS_H_
