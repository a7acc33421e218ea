#ifndef ARASHA_STORAGE_CASES_RECOUNT_H_
#define ARASHA_STORAGE_CASES_RECOUNT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/cases/cases.h"
#include "storage/cases/rows.h"
#include "storage/keys/vault.h"
#include "storage/log/audit.h"
#include "storage/postgres/access_context.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/pg_errors.h"

// Running deadlines that were counted by calendars of which there are newer versions.
namespace arasha::storage {

// A case with such deadlines, and what counting them anew hangs on.
struct OutdatedCase {
  CaseKey key;
  std::string type;
  int type_version = 0;
  std::string host_state;
  absl::Time received;
  std::vector<DataKey> keys;  // none where they do not open
  std::vector<DeadlineRow> deadlines;
};

// The next of them after a place, some hundred at most, in the order of their places; `newest`: the calendars
// that count now, `KZ@2`. `context` has the label `recount`. Keys that do not open are noted in `damaged`.
absl::StatusOr<std::vector<OutdatedCase>> FindOutdated(Connection& connection, const AccessContext& context,
                                                       Vault& vault, const std::vector<std::string>& newest,
                                                       const CaseKey& after, DamagedRows& damaged);

// Moves deadlines of a case, each given at the version that was read, to when they are due now, with the
// lines that tell of it and a leaf: all of them, or none, where one was met, moved or stopped meanwhile.
// Whether it did.
absl::StatusOr<bool> SaveRecount(Connection& connection, const AuditContext& context, const CaseKey& key,
                                 const std::vector<DeadlineRow>& deadlines,
                                 const std::vector<EntryRow>& entries, const DataKey& seal);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_RECOUNT_H_
