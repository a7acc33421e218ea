#ifndef ARASHA_SERVICES_RULES_LOG_LEAF_H_
#define ARASHA_SERVICES_RULES_LOG_LEAF_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

// What a leaf tells. Its form is written down in storage/migrations/0002_audit.sql.
namespace arasha::rules::log {

// One row that the operation wrote.
struct LeafObject {
  absl::string_view kind;  // "case", "principal", ...
  absl::string_view key;   // of a case's row, within the case
  int32_t version;
  absl::string_view state;  // SHA-256 of its state, 32 bytes
};

// Everything points into the leaf that was decoded. Uids are of 16 bytes; those that may be missing are empty
// then.
struct Leaf {
  absl::string_view event_uid;
  absl::Time occurred_time;
  absl::string_view instance;
  absl::string_view actor;
  absl::string_view certificate;  // SHA-256, or empty
  absl::string_view action;
  bool denied = false;
  absl::string_view mission;      // or empty
  absl::string_view object_uid;   // the case, or empty
  absl::string_view request_uid;  // or empty
  absl::string_view grant_uid;    // or empty
  absl::string_view commitment;   // SHA-256
  std::vector<LeafObject> objects;
  absl::string_view seen;  // uids, one after the other
};

// INVALID_ARGUMENT, saying which field is wrong, unless every byte is as the server writes it; UNIMPLEMENTED
// if the leaf is of a version of which this code knows nothing.
absl::StatusOr<Leaf> DecodeLeaf(absl::string_view data);

// Whether an action, the name of an RPC, reads and changes nothing. storage/reports/report_leaves.cc says the
// same in SQL.
bool IsRead(absl::string_view action);

// Whether an action lists or searches many rows, rather than reading one: all that are named so but
// ListEntries, which reads the timeline of a case. Whatever lists, reads.
bool IsList(absl::string_view action);

// `01890a5d-ac96-774b-bcce-b302099a8057`, of 16 bytes; empty, of none.
std::string FormatUid(absl::string_view uid);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_LEAF_H_
