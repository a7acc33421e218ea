#ifndef ARASHA_STORAGE_ERASURES_ERASURE_LISTS_H_
#define ARASHA_STORAGE_ERASURES_ERASURE_LISTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/erasures.pb.h"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"
#include "storage/log/requests.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// Erasure lists: what is due to be erased at a mission, who signed that, and what came of it. Their cases are
// sealed under the server key "register", as are the answers to these writes.
namespace arasha::storage {

// A list as stored.
struct ErasureListRow {
  v1::ErasureList message;  // all but what is derived
  int version = 1;
};

// Whose closed cases may be due: those of a version of a type that closed before a time.
struct MayBeDue {
  std::string type;
  int version = 0;
  absl::Time closed_before;
  std::string transition;  // by which years are counted; empty if by none
};

// A closed case that still has its content.
struct ClosedCase {
  CaseRow row;                           // with its parties
  std::optional<absl::Time> transition;  // when that was last made, and not taken back
};
struct ClosedCases {
  std::vector<ClosedCase> cases;  // as they closed
  PagePosition last;              // of the last, if there is any
  bool goes_on = false;           // there may be more
  DamagedRows damaged;            // what does not open, and is left out
};

// Closed cases of a mission that the context sees and that may be due, after `after`. Leaves no leaf: that
// comes with the list that is drawn.
absl::StatusOr<ClosedCases> ReadClosedCases(Connection& connection, const AuditContext& context,
                                            absl::string_view mission, const std::vector<MayBeDue>& types,
                                            const std::optional<PagePosition>& after);

// Lists of a mission by which cases are held back from the next: those that are approved and not carried out,
// and those that keep some beyond now.
absl::StatusOr<std::vector<v1::ErasureList>> ListsThatHoldBack(Connection& connection,
                                                               const AuditContext& context,
                                                               absl::string_view mission);

// Adds a list, whose leaf commits to the cases on it (`seen`, their uids), and replaces those of its mission
// that were not approved.
absl::StatusOr<WriteOutcome> AddErasureList(Connection& connection, const WriteContext& context,
                                            const v1::ErasureList& list, const std::vector<std::string>& seen,
                                            absl::string_view response);

// The list of this uid; nullopt if there is none that the context sees. Leaves no leaf.
absl::StatusOr<std::optional<ErasureListRow>> FindErasureList(Connection& connection,
                                                              const AuditContext& context,
                                                              absl::string_view uid);

// The same to be shown: leaves the leaf of a read.
absl::StatusOr<std::optional<ErasureListRow>> ReadErasureList(Connection& connection,
                                                              const AuditContext& context,
                                                              absl::string_view uid);

// Saves what became of a list. `row.version` is that loaded; kStale if it changed meanwhile.
absl::StatusOr<WriteOutcome> SaveErasureList(Connection& connection, const WriteContext& context,
                                             const ErasureListRow& row, absl::string_view response);

struct ErasureListPage {
  std::vector<v1::ErasureList> lists;  // newest first, without their cases
  PagePosition last;
  bool goes_on = false;
};
// A page of a mission's lists. Leaves the leaf of a list.
absl::StatusOr<ErasureListPage> ListErasureLists(Connection& connection, const AuditContext& context,
                                                 absl::string_view mission, int limit,
                                                 const std::optional<PagePosition>& after);

// As the schema's owner: the lists that are approved and not carried out, first approved first.
absl::StatusOr<std::vector<ErasureListRow>> ApprovedErasureLists(Connection& owner,
                                                                 const AuditContext& context);

// As the schema's owner: what became of the cases of an approved list, once all were tried: when they were
// erased, by which leaf, or why they were left. With a leaf; false, and nothing done, if the list changed.
absl::StatusOr<bool> FinishErasureList(Connection& owner, const AuditContext& context, ErasureListRow row);

// As the schema's owner: empties in all lists why cases were kept longer that are erased by now, with a leaf
// for each list; how many changed.
absl::StatusOr<int> EmptyKeepReasons(Connection& owner, const AuditContext& context);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_ERASURES_ERASURE_LISTS_H_
