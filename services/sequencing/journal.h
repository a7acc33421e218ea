#ifndef ARASHA_SERVICES_SEQUENCING_JOURNAL_H_
#define ARASHA_SERVICES_SEQUENCING_JOURNAL_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "services/sequencing/log_tree.h"

namespace arasha::server {

// A line of the journal.
struct JournalledLeaf {
  absl::Time time;  // when it was journalled
  int64_t leaf_id = 0;
  std::string hash;  // 32 bytes
};

// Where a journal keeps the newest head, and that head; none before the first.
std::string HeadFile(const std::string& directory);
std::vector<PublishedHead> JournalHeads(const std::string& directory);

// What the audit log took in, kept outside of the database: a leaf that somebody deletes there before it has
// its place in the tree is missing here. Beside the leaves it keeps the newest head, which tells after a
// restored backup that leaves are lost. Thread-safe.
//
// A folder, in which every server process has files of its own, `TIME-INSTANCE.leaves`, one for each start,
// day (UTC) and kMaxFileBytes. A line is "2026-11-24T09:00:00.123456Z leaf_id:hash in hex". Nothing is ever
// rewritten or deleted: ship the files to another machine, and delete here what is there.
class Journal {
 public:
  static constexpr int64_t kMaxFileBytes = 64 * 1024 * 1024;

  // FAILED_PRECONDITION if the folder cannot be written to.
  static absl::StatusOr<std::unique_ptr<Journal>> Open(std::string directory, std::string instance,
                                                       int64_t max_file_bytes = kMaxFileBytes);
  // Writes out what is left.
  ~Journal();

  // Keeps a leaf, "leaf_id:hash in hex", whose transaction is committed. In the kernel's hands when this
  // returns, and on disk within kSyncEvery; if the file cannot be written, in memory until it can.
  void Append(absl::string_view leaf);

  // False while leaves wait in memory because the disk refuses them. Nothing more should be done then that
  // leaves a leaf.
  bool healthy() const { return healthy_; }

  // Keeps the newest head, as FILE `head`, soon.
  void KeepHead(const std::string& note);
  // As JournalHeads() has it.
  std::vector<PublishedHead> Heads() const { return JournalHeads(directory_); }

  // The leaves that this process journalled since this was last asked. At most kMaxRecent are kept for that,
  // the newest.
  std::vector<JournalledLeaf> TakeRecent();

 private:
  static constexpr size_t kMaxRecent = 200000;

  Journal(std::string directory, std::string instance, int64_t max_file_bytes);
  absl::Status OpenFile() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Writes as much of `unwritten_` as the disk takes.
  void Flush() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void Sync();
  void Run();

  const std::string directory_;
  const std::string instance_;
  const int64_t max_file_bytes_;

  absl::Mutex mutex_;
  int file_ ABSL_GUARDED_BY(mutex_) = -1;
  int64_t written_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::CivilDay day_ ABSL_GUARDED_BY(mutex_);
  std::string unwritten_ ABSL_GUARDED_BY(mutex_);  // lines, the first of which may be written in part
  bool dirty_ ABSL_GUARDED_BY(mutex_) = false;     // something is written that is not on disk yet
  std::string head_ ABSL_GUARDED_BY(mutex_);       // to be kept; empty if it is
  std::deque<JournalledLeaf> recent_ ABSL_GUARDED_BY(mutex_);
  bool stop_ ABSL_GUARDED_BY(mutex_) = false;
  std::atomic<bool> healthy_ = true;
  std::thread thread_;
};

// The journal files of a folder, oldest first. FAILED_PRECONDITION if the folder cannot be read.
absl::StatusOr<std::vector<std::string>> JournalFiles(const std::string& directory);

// Hands over each line of a file, until `take` fails. A line that is cut off, as the last one of a machine
// that lost power, is passed over. FAILED_PRECONDITION if the file cannot be read.
absl::Status ReadJournalFile(const std::string& path,
                             absl::FunctionRef<absl::Status(const JournalledLeaf&)> take);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_JOURNAL_H_
