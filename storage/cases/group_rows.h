#ifndef ARASHA_STORAGE_CASES_GROUP_ROWS_H_
#define ARASHA_STORAGE_CASES_GROUP_ROWS_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/row.pb.h"
#include "storage/cases/cases.h"
#include "storage/log/audit.h"
#include "storage/log/requests.h"
#include "storage/postgres/connection.h"

// Rows of the groups of a case, whose coming, changing and going the timeline tells.
namespace arasha::storage {

// What becomes of one row: exactly one of the two is set.
struct RowChange {
  CaseNumber number;
  EntryRow entry;    // the line on the timeline that tells of it
  std::string type;  // what the case must be, `type@version`: the row was checked by that
  std::optional<v1::Row> added;
  int most = 0;  // of an added one: how many its group may have
  // As it is to stand: its etag is the version loaded plus one; with remove_time it leaves the case.
  std::optional<v1::Row> changed;
  std::string response;
};

// Saves it; kStale if the row changed since it was loaded, kNoRoom if its group is full. DATA_LOSS if the
// case has lost its keys. Does not lock the case: rows from many hands do not wait for each other.
absl::StatusOr<WriteOutcome> SaveRow(Connection& connection, const WriteContext& context,
                                     const RowChange& change);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_GROUP_ROWS_H_
