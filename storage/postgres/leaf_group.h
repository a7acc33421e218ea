#ifndef ARASHA_STORAGE_POSTGRES_LEAF_GROUP_H_
#define ARASHA_STORAGE_POSTGRES_LEAF_GROUP_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"

namespace arasha::storage {

// Leaves of reads that several calls made at once, written together: one statement and one commit for all
// that came while the last one was under way. No thread and no waiting of its own: whoever comes when nothing
// is being written writes, for itself and for those that wait, on its own connection; a read alone waits for
// nobody.
//
// Each caller learns of its own leaf alone. Where leaves that were written together fail, each is tried again
// by itself, so that nobody is refused for another's leaf, deadline or cancellation.
class LeafGroup {
 public:
  // Writes and commits these leaves.
  using Writing = std::function<absl::Status(const std::vector<const std::string*>& leaves)>;

  // Returns once the leaf is durable, or cannot be written; `write` is the caller's own way to do so. Leaves
  // are taken in the order in which they came.
  absl::Status Write(const std::string& leaf, const Writing& write);

  // How many wait for what is being written.
  size_t waiting() const;

  // Of one statement: as many as make no caller wait long for the others' bytes.
  static constexpr size_t kMost = 64;

 private:
  struct Waiting {
    const std::string* leaf = nullptr;
    bool done = false;
    // Whether it has to be written by itself.
    bool alone = false;
    absl::Status status;
  };

  // Takes what is to be written next by who waits with `own`: all that came first, or its own alone.
  std::vector<Waiting*> Take(Waiting& own) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  mutable absl::Mutex mutex_;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Waiting*> waiting_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_LEAF_GROUP_H_
