#include "storage/postgres/leaf_group.h"

#include <algorithm>

namespace arasha::storage {

absl::Status LeafGroup::Write(const std::string& leaf, const Writing& write) {
  Waiting own;
  own.leaf = &leaf;
  mutex_.Lock();
  waiting_.push_back(&own);
  for (;;) {
    struct Turn {
      const bool& done;
      const bool& writing;
    } turn{own.done, writing_};
    mutex_.Await(absl::Condition(
        +[](Turn* t) { return t->done || !t->writing; }, &turn));
    if (own.done) break;
    writing_ = true;
    const std::vector<Waiting*> together = Take(own);
    mutex_.Unlock();
    std::vector<const std::string*> leaves;
    for (const Waiting* each : together) leaves.push_back(each->leaf);
    const absl::Status written = write(leaves);
    mutex_.Lock();
    writing_ = false;
    for (Waiting* each : together) {
      if (!written.ok() && together.size() > 1) {
        each->alone = true;
        waiting_.push_back(each);
      } else {
        each->status = written;
        each->done = true;
      }
    }
  }
  mutex_.Unlock();
  return own.status;
}

size_t LeafGroup::waiting() const {
  absl::MutexLock lock(&mutex_);
  return waiting_.size();
}

std::vector<LeafGroup::Waiting*> LeafGroup::Take(Waiting& own) {
  std::vector<Waiting*> taken;
  if (own.alone) {
    waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &own));
    return {&own};
  }
  for (auto each = waiting_.begin(); each != waiting_.end() && taken.size() < kMost;) {
    // Those that failed together are written by their own callers.
    if ((*each)->alone) {
      ++each;
      continue;
    }
    taken.push_back(*each);
    each = waiting_.erase(each);
  }
  return taken;
}

}  // namespace arasha::storage
