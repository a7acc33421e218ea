#ifndef ARASHA_STORAGE_LOG_READ_LEAVES_H_
#define ARASHA_STORAGE_LOG_READ_LEAVES_H_

#include <cstddef>
#include <deque>
#include <functional>
#include <pqxx/pqxx>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/encoding.h"

// Statements that only read, and their leaves, which are written after them and before anybody sees a row.
namespace arasha::storage {

// The leaf of a read that is still to be written.
struct ReadLeaf {
  std::string head;  // leaf_head
  std::string read;  // what audit_read() said of the rows
};

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
  using Writing = std::function<absl::Status(const std::vector<const ReadLeaf*>& leaves)>;

  // Returns once the leaf is durable, or cannot be written; `write` is the caller's own way to do so. Leaves
  // are taken in the order in which they came. DEADLINE_EXCEEDED if none took it by then.
  absl::Status Write(const ReadLeaf& leaf, absl::Time deadline, const Writing& write);

  // How many wait for what is being written.
  size_t waiting() const;

  // Of one statement: as many as make no caller wait long for the others' bytes.
  static constexpr size_t kMost = 64;

 private:
  struct Waiting {
    const ReadLeaf* leaf = nullptr;
    bool taken = false;
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

// Writes what audit_read() made of other statements. $2 leaf_head[], $3 reading[].
inline constexpr absl::string_view kAppendReads = R"sql(
SELECT audit_append_reads($2::leaf_head[], $3::reading[]) AS leaf FROM caller WHERE known)sql";
// The label that this takes, which no caller has.
inline constexpr char kReadsLabel[] = "leaves";

// Runs a statement that only reads, with the leaf_head as $2 and `params` from $3 on (Connection::ExecuteAs).
// What its column `read` says, audit_read() in one row, becomes a leaf, together with those of others;
// without one, none is left, as for what was not found. The result is given once that leaf is durable, and is
// an error if it cannot be.
absl::StatusOr<pqxx::result> Read(Connection& connection, const AuditContext& context, absl::string_view sql,
                                  std::vector<Param> params);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_READ_LEAVES_H_
