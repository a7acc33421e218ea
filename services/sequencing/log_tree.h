#ifndef ARASHA_SERVICES_SEQUENCING_LOG_TREE_H_
#define ARASHA_SERVICES_SEQUENCING_LOG_TREE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"
#include "services/sequencing/log_keys.h"
#include "services/sequencing/tiles.h"
#include "storage/log/log.h"
#include "storage/postgres/connection.h"

namespace arasha::server {

// A head that was given away, and where it was found again.
struct PublishedHead {
  std::string where;
  std::string note;
};

// The tree as whoever holds the lease knows it. Appends first, in a transaction of the database, and signs
// afterwards what is committed: a crash between the two leaves a tree that is signed at the next start, and
// never two heads of one size. Not thread-safe.
class LogTree {
 public:
  // Both must outlive it.
  LogTree(storage::Connection& connection, const LogKeys& keys) : connection_(connection), keys_(keys) {}

  // Learns the stored tree anew. It is the one that was signed if its tiles give the root of the newest
  // stored head, and if what was appended since gives the tiles that are stored. FAILED_PRECONDITION, saying
  // what to do, if it is not, or if a published head is none of its heads: then leaves were lost or changed.
  absl::Status Load(absl::Span<const PublishedHead> published);

  // Compares every tile with the leaves below it, which takes as long as the log is. After Load().
  // FAILED_PRECONDITION if one is another.
  absl::Status CheckAll();

  // Appends. False, and nothing done, if the stored tree is not the one known here: Load() again.
  absl::StatusOr<bool> Append(absl::Span<const storage::PendingLeaf> leaves);

  // Whether there are leaves that no head covers.
  bool unsigned_leaves() const { return edge_.size() > (head_ ? head_->size : 0); }
  // Signs the tree and stores the head. FAILED_PRECONDITION if another head of this size is stored.
  absl::Status Sign();

  // The newest head; none before the first.
  const std::optional<storage::CheckpointRow>& head() const { return head_; }
  int64_t size() const { return edge_.size(); }
  int epoch() const { return epoch_; }
  // From the next head on the log goes under another origin.
  void BeginEpoch(int epoch) { epoch_ = epoch; }

 private:
  // Appends the stored leaves up to `size` to the edge, and compares the tiles.
  absl::Status Replay(int64_t size, TreeEdge& edge);
  absl::Status CheckPublished(const PublishedHead& published);

  storage::Connection& connection_;
  const LogKeys& keys_;
  TreeEdge edge_;
  std::optional<storage::CheckpointRow> head_;
  int epoch_ = 1;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_LOG_TREE_H_
