#ifndef ARASHA_STORAGE_LOG_LOG_READING_H_
#define ARASHA_STORAGE_LOG_LOG_READING_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/log/audit.h"
#include "storage/log/log.h"
#include "storage/postgres/case_number.h"
#include "storage/postgres/connection.h"

// What auditors read of the log, as arasha_server and with the label "log". Each reading leaves a leaf too.
namespace arasha::storage {

// A head, with the lines of witnesses at the end of its note. The newest if no size is given; nullopt if
// there is none of that size.
absl::StatusOr<std::optional<CheckpointRow>> ReadHead(Connection& connection, const AuditContext& context,
                                                      std::optional<int64_t> size);

// Up to `limit` heads of fewer than `below` leaves, the newest first.
absl::StatusOr<std::vector<CheckpointRow>> ListHeads(Connection& connection, const AuditContext& context,
                                                     int64_t below, int limit);

// A leaf, and the head to prove it under.
struct LeafAndHead {
  std::optional<std::string> leaf;  // as it was hashed; nullopt if none has that place
  std::optional<CheckpointRow> head;
};
absl::StatusOr<LeafAndHead> ReadLeafAndHead(Connection& connection, const AuditContext& context,
                                            int64_t tree_index, std::optional<int64_t> size);

// What the table says of a leaf beside its bytes, for lists and reports to search by. What is null is empty.
struct LeafColumns {
  std::string hash;
  std::optional<absl::Time> occurred_time;  // nullopt also for what is no time, "infinity"
  std::string actor;
  std::string action;
  std::string decision;
  std::string mission;
  std::string object_uid;
};

// Consecutive places of the tree. What is empty is not there, which an honest log never shows.
struct LeafPage {
  std::vector<std::string> leaves;   // as they were hashed, one for each place
  std::vector<LeafColumns> columns;  // beside them
  std::vector<Tile> tiles;           // of level 0, that hold the places
  std::vector<CheckpointRow> heads;  // that end with one of the leaves, the oldest first
};
// Up to `limit` places from `start` on; tiles and heads only `with_tree`.
absl::StatusOr<LeafPage> ReadLeaves(Connection& connection, const AuditContext& context, int64_t start,
                                    int limit, bool with_tree);

// Which leaves to list. What is empty does not restrict.
struct LeafFilter {
  std::string actor;
  std::optional<CaseNumber> number;
  std::string mission;
  std::string action;
  bool denied_only = false;
  std::optional<absl::Time> start;
  std::optional<absl::Time> end;
};

// A leaf and what is not in it.
struct ListedLeaf {
  int64_t leaf_id = 0;
  std::optional<int64_t> tree_index;  // nullopt while it waits for its place
  std::string leaf;                   // as it was hashed
  std::optional<CaseNumber> number;   // of the case that it concerns
  bool goes_on = false;               // of the last of a page: there may be more
};

// Leaves with an id below `below`, the newest first: `limit`, or as many as a page has room for (page.h).
absl::StatusOr<std::vector<ListedLeaf>> ListLeaves(Connection& connection, const AuditContext& context,
                                                   const LeafFilter& filter, int64_t below, int limit);

// The state of a row of the register, as the last leaf that wrote it commits to it.
struct RowState {
  std::string case_uid;  // empty for a row of no case
  std::string key;
  int version = 0;
  std::string state;
  std::string place;  // for `after`
};

// Kinds of rows, in the order in which they are read: "case", "party", … The last is "leaf": rows of the
// table of leaves that neither have a place in the tree nor wait for one. An honest log has none.
extern const std::vector<std::string> kRowKinds;

// Up to `limit` rows of a kind that come after `after`; from the first if that is empty.
absl::StatusOr<std::vector<RowState>> ReadRows(Connection& connection, const AuditContext& context,
                                               absl::string_view kind, absl::string_view after, int limit);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_LOG_READING_H_
