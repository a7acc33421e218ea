#include "storage/log/read_leaves.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "storage/postgres/pg_errors.h"

namespace arasha::storage {

absl::Status LeafGroup::Write(const ReadLeaf& leaf, absl::Time deadline, const Writing& write) {
  Waiting own;
  own.leaf = &leaf;
  mutex_.Lock();
  waiting_.push_back(&own);
  for (;;) {
    const auto turn = [&]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return own.done || !writing_; };
    // Whoever took it holds its address until it is done.
    mutex_.AwaitWithDeadline(absl::Condition(&turn), own.taken ? absl::InfiniteFuture() : deadline);
    if (own.done) break;
    if (writing_) {
      if (own.taken) continue;
      waiting_.erase(std::find(waiting_.begin(), waiting_.end(), &own));
      mutex_.Unlock();
      return StatusOfSqlState("57014");
    }
    writing_ = true;
    const std::vector<Waiting*> together = Take(own);
    mutex_.Unlock();
    std::vector<const ReadLeaf*> leaves;
    leaves.reserve(together.size());
    for (const Waiting* each : together) leaves.push_back(each->leaf);
    const absl::Status written = write(leaves);
    mutex_.Lock();
    writing_ = false;
    for (Waiting* each : together) {
      if (!written.ok() && together.size() > 1) {
        each->alone = true;
        each->taken = false;
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
    (*each)->taken = true;
    taken.push_back(*each);
    each = waiting_.erase(each);
  }
  return taken;
}

absl::StatusOr<pqxx::result> Read(Connection& connection, const AuditContext& context, absl::string_view sql,
                                  std::vector<Param> params) {
  ReadLeaf leaf{.head = LeafHead(context), .read = ""};
  params.insert(params.begin(), leaf.head);
  std::optional<std::string> read;
  absl::StatusOr<pqxx::result> result = connection.ExecuteAs(context.access, sql, params, &read);
  if (!result.ok() || !read) return result;
  leaf.read = *std::move(read);
  const auto write = [&](const std::vector<const ReadLeaf*>& leaves) {
    std::vector<std::string> heads, reads;
    for (const ReadLeaf* each : leaves) {
      heads.push_back(each->head);
      reads.push_back(each->read);
    }
    const AccessContext own = {{kReadsLabel}, absl::InfiniteFuture(), context.access.key};
    return connection.ExecuteAs(own, kAppendReads, {ArrayText(heads), ArrayText(reads)}).status();
  };
  const absl::Status written =
      context.leaves == nullptr ? write({&leaf}) : context.leaves->Write(leaf, connection.deadline(), write);
  if (!written.ok()) return written;
  return result;
}

}  // namespace arasha::storage
