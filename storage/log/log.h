#ifndef ARASHA_STORAGE_LOG_LOG_H_
#define ARASHA_STORAGE_LOG_LOG_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/postgres/connection.h"

// The tree over the leaves of the audit log: what the sequencer, as arasha_sequencer, reads and writes.
// Hashes and roots are 32 bytes.
namespace arasha::storage {

// A leaf that waits for its place.
struct PendingLeaf {
  int64_t leaf_id = 0;
  std::string hash;
};

// Up to 256 hashes of the tree, one after the other (table audit_tile).
struct TileKey {
  int level = 0;
  int64_t n = 0;

  auto operator<=>(const TileKey&) const = default;
};
struct Tile {
  TileKey key;
  std::string hashes;
};

// The lease, the tree's size, and what waits.
struct LogQueue {
  bool leased = false;  // this connection holds the lease; nothing else is set if not
  int64_t size = 0;     // leaves that have a place
  std::vector<PendingLeaf> pending;
  // Transactions that write, as this look saw them: those before the first have all ended, and what they
  // wrote is seen; those before the second were begun before this look, as far as anybody can tell who sees
  // it.
  int64_t oldest_running = 0;
  int64_t after_ended = 0;
};

// Takes the lease unless it has it, and then reads up to `limit` leaves of the queue whose id is greater than
// `after`, in the order of their ids. One session holds the lease, until it ends. It only spares sequencers
// each other's way: it is Integrate() that keeps two from doing harm.
absl::StatusOr<LogQueue> ReadLogQueue(Connection& connection, int limit, int64_t after);

// Gives the leaves their places from `size` on, in this order, takes them out of the queue, and stores the
// tiles that this changes, all or nothing. False, and nothing done, if the tree has another size by now:
// somebody else, or this very statement before its connection broke, was here. Two at once for one size: one
// fails.
absl::StatusOr<bool> Integrate(Connection& connection, int64_t size, absl::Span<const PendingLeaf> leaves,
                               absl::Span<const Tile> tiles);

// Leaves that have a place.
absl::StatusOr<int64_t> LogSize(Connection& connection);

// Those of the tiles that there are, in no particular order.
absl::StatusOr<std::vector<Tile>> ReadTiles(Connection& connection, absl::Span<const TileKey> keys);

// A signed head, as stored.
struct CheckpointRow {
  std::string origin;
  int64_t size = 0;
  std::string root;
  std::string note;
  absl::Time created;  // set by the database
};

// Stores a head and returns the one that stands for its size: this one, or the one that stood before.
absl::StatusOr<CheckpointRow> StoreCheckpoint(Connection& connection, const CheckpointRow& checkpoint);

// The head with the most leaves; nullopt before the first.
absl::StatusOr<std::optional<CheckpointRow>> NewestCheckpoint(Connection& connection);

// When the first head of this origin was stored; nullopt if there is none.
absl::StatusOr<std::optional<absl::Time>> EpochBegin(Connection& connection, absl::string_view origin);

// Keeps what a witness answered to a head; what it answered first stays.
absl::Status StoreCosignature(Connection& connection, const CheckpointRow& checkpoint,
                              absl::string_view witness, absl::string_view line);

// Where a leaf is.
struct LeafPlace {
  std::optional<int64_t> tree_index;  // nullopt while it waits, and if it is nowhere
  std::string hash;                   // in the tree, else in the queue; empty if it is in neither
};

// Where the leaves with these ids are, in this order.
absl::StatusOr<std::vector<LeafPlace>> FindLeaves(Connection& connection, absl::Span<const int64_t> leaf_ids);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_LOG_H_
