#include "services/operator/journal_check.h"

#include <cstdint>
#include <iostream>
#include <vector>

#include "services/operator/owner.h"
#include "services/sequencing/journal.h"
#include "storage/log/log.h"

namespace arasha::operators {
namespace {

// Journalled leaves that are looked for at once.
constexpr size_t kBatch = 5000;

// Looks for journalled leaves, and tells of those that are not where they must be.
class JournalCheck {
 public:
  JournalCheck(storage::Connection& connection, std::optional<absl::Time> fork)
      : connection_(connection), fork_(fork) {}

  absl::Status Add(const server::JournalledLeaf& leaf) {
    batch_.push_back(leaf);
    return batch_.size() < kBatch ? absl::OkStatus() : Look();
  }

  absl::Status Look() {
    std::vector<int64_t> ids;
    for (const server::JournalledLeaf& leaf : batch_) ids.push_back(leaf.leaf_id);
    auto places = storage::FindLeaves(connection_, ids);
    if (!places.ok()) return places.status();
    for (size_t i = 0; i < batch_.size(); ++i) Judge(batch_[i], (*places)[i]);
    batch_.clear();
    return absl::OkStatus();
  }

  void Summarise(size_t files) const {
    std::cout << "journal: " << Counted(placed_ + waiting_ + lost_ + wrong_, "leaf", "leaves") << " in "
              << Counted(static_cast<int64_t>(files), "file", "files") << "; "
              << Counted(placed_, "has its place", "have their place") << ", "
              << Counted(waiting_, "waits for it", "wait for it") << ", " << Counted(lost_, "was", "were")
              << " lost before the log was forked, "
              << Counted(wrong_, "is not as it was", "are not as they were") << " journalled\n";
  }
  bool sound() const { return wrong_ == 0; }

 private:
  void Judge(const server::JournalledLeaf& leaf, const storage::LeafPlace& place) {
    if (place.hash == leaf.hash) {
      ++(place.tree_index ? placed_ : waiting_);
      return;
    }
    if (fork_ && leaf.time < *fork_) {
      ++lost_;
      return;
    }
    ++wrong_;
    std::cout << "leaf " << leaf.leaf_id << ", journalled "
              << absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", leaf.time, absl::UTCTimeZone()) << ": ";
    if (place.hash.empty()) {
      std::cout << "deleted before it had a place\n";
    } else if (place.tree_index) {
      std::cout << "another hash stands in its place, " << *place.tree_index << "\n";
    } else {
      std::cout << "another hash waits for its place\n";
    }
  }

  storage::Connection& connection_;
  const std::optional<absl::Time> fork_;
  std::vector<server::JournalledLeaf> batch_;
  int64_t placed_ = 0;
  int64_t waiting_ = 0;
  int64_t lost_ = 0;
  int64_t wrong_ = 0;
};

}  // namespace

absl::StatusOr<bool> CheckJournal(storage::Connection& connection, const std::string& journal,
                                  std::optional<absl::Time> fork) {
  auto files = server::JournalFiles(journal);
  if (!files.ok()) return files.status();
  JournalCheck check(connection, fork);
  for (const std::string& file : *files) {
    const absl::Status read =
        server::ReadJournalFile(file, [&](const server::JournalledLeaf& leaf) { return check.Add(leaf); });
    if (!read.ok()) return read;
  }
  if (absl::Status s = check.Look(); !s.ok()) return s;
  check.Summarise(files->size());
  return check.sound();
}

}  // namespace arasha::operators
