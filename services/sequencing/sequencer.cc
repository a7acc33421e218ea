#include "services/sequencing/sequencer.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/time/clock.h"
#include "services/process/failpoint.h"
#include "services/process/operator_log.h"

namespace arasha::server {
namespace {

constexpr absl::Duration kPeriod = absl::Milliseconds(100);
// Heads are kept for ever, so that there should not be one for each of the many small steps of a busy hour.
constexpr absl::Duration kSignEvery = absl::Milliseconds(250);
// How soon another server takes over, and how soon a database that went is tried again.
constexpr absl::Duration kFollowEvery = absl::Seconds(1);
// While the log cannot go on an operator needs the lease to fork it.
constexpr absl::Duration kHaltedEvery = absl::Seconds(10);
// A round must not outlast what waits for it.
constexpr absl::Duration kStatementTimeout = absl::Seconds(10);

constexpr int kBatch = 5000;

// A look at the whole queue passes over every leaf taken out of it that some long transaction (a backup)
// keeps from being vacuumed. Where that takes long it is done seldom: it then rests for so many times as long
// as it took, and the looks between begin at the horizon. Below it may come leaves of what wrote no audited
// row, which draw their id before their transaction writes, and may stand anywhere.
constexpr int kWholeRestsFor = 10;

// A leaf that was journalled has its place within a second; one that has none after kPlacedWithin was deleted
// before it was placed, or is not being placed.
constexpr absl::Duration kLookAfter = absl::Seconds(1);
constexpr absl::Duration kPlacedWithin = absl::Seconds(5);
constexpr size_t kNamedAtOnce = 20;
// While the log does not go on more and more wait; the oldest of them were told of.
constexpr size_t kMaxUnplaced = 200000;

}  // namespace

Sequencer::Sequencer(std::string database, Parts parts)
    : database_(std::move(database)), parts_(std::move(parts)) {}

Sequencer::~Sequencer() {
  if (!thread_.joinable()) return;
  stop_.Notify();
  thread_.join();
}

absl::Status Sequencer::Start() {
  Round();
  if (!state_.ok()) return state_;
  thread_ = std::thread([this] { Run(); });
  return absl::OkStatus();
}

void Sequencer::Run() {
  absl::Duration wait = kPeriod;
  while (!stop_.WaitForNotificationWithTimeout(wait)) wait = Round();
  // What the last calls left behind.
  signed_at_ = absl::InfinitePast();
  look_whole_at_ = absl::InfinitePast();
  Round();
}

absl::Duration Sequencer::Round() {
  const absl::Time now = absl::Now();
  if (!connection_) {
    connection_ = std::make_unique<storage::Connection>(database_);
    tree_ = std::make_unique<LogTree>(*connection_, parts_.keys);
    loaded_ = false;
  }
  connection_->BeginCall(1, now + kStatementTimeout);
  const bool whole = now >= look_whole_at_;
  auto queue = storage::ReadLogQueue(*connection_, kBatch, whole ? 0 : horizon_.after());
  if (whole) look_whole_at_ = absl::Now() + kWholeRestsFor * (absl::Now() - now);
  absl::StatusOr<size_t> appended = 0;
  if (queue.ok()) {
    parts_.metrics.SetLogLease(queue->leased);
    if (queue->leased) appended = Advance(*queue, whole);
    Watch(now);
  } else {
    appended = queue.status();
  }
  connection_->EndCall();
  Failed(appended.status());
  if (absl::IsFailedPrecondition(appended.status())) {
    connection_.reset();  // And the lease with it.
    return kHaltedEvery;
  }
  if (!appended.ok() || !queue->leased) {
    loaded_ = false;
    return kFollowEvery;
  }
  if (*appended == kBatch) return absl::ZeroDuration();
  return std::max(absl::ZeroDuration(), now + kPeriod - absl::Now());
}

absl::StatusOr<size_t> Sequencer::Advance(const storage::LogQueue& queue, bool whole) {
  if (!loaded_ || tree_->size() != queue.size) {
    const int64_t size = tree_->size();
    const int epoch = tree_->epoch();
    if (absl::Status s = tree_->Load(parts_.published()); !s.ok()) return s;
    loaded_ = true;
    // After a restore ids may begin again below the horizon, and what was read is not all. Otherwise it still
    // holds, and a look that was broken off because it took too long need not be one at the whole queue.
    const bool restored = tree_->epoch() != epoch || tree_->size() < size;
    if (restored) horizon_.Forget();
    parts_.metrics.SetLogSize(tree_->size());
    // The very tree that a predecessor may have left unsigned, before it grows; and what it may not have
    // published.
    if (absl::Status s = Sign(); !s.ok()) return s;
    if (tree_->head()) Publish();
    if (restored && !whole) {
      look_whole_at_ = absl::InfinitePast();
      return 0;
    }
  }
  if (!queue.pending.empty()) {
    auto appended = tree_->Append(queue.pending);
    if (!appended.ok()) return appended.status();
    if (!*appended) {
      loaded_ = false;
      return 0;
    }
    Failpoint("log_before_signing");
    for (const storage::PendingLeaf& leaf : queue.pending) unplaced_.erase(leaf.leaf_id);
    parts_.metrics.SetLogSize(tree_->size());
  }
  horizon_.Looked(queue, /*all=*/queue.pending.size() < kBatch);
  if (absl::Now() - signed_at_ >= kSignEvery) {
    if (absl::Status s = Sign(); !s.ok()) return s;
  }
  return queue.pending.size();
}

absl::Status Sequencer::Sign() {
  if (!tree_->unsigned_leaves()) return absl::OkStatus();
  if (absl::Status s = tree_->Sign(); !s.ok()) return s;
  signed_at_ = absl::Now();
  Publish();
  return absl::OkStatus();
}

void Sequencer::Publish() {
  const storage::CheckpointRow& head = *tree_->head();
  parts_.metrics.SetLogHead(head.size, head.created);
  if (parts_.journal != nullptr) parts_.journal->KeepHead(head.note);
  parts_.publish(head);
}

// Tells when the state changes, not each time.
void Sequencer::Failed(const absl::Status& status) {
  if (status.code() != state_.code()) {
    if (status.ok()) {
      Log(LogLevel::kInfo, "log_goes_on", {});
    } else if (absl::IsFailedPrecondition(status)) {
      Log(LogLevel::kError, "log_halted", {{"why", DetailOf(status)}});
    } else {
      Log(LogLevel::kError, "log_not_written", {{"why", DetailOf(status)}});
    }
  }
  state_ = status;
  parts_.metrics.SetLogHalted(absl::IsFailedPrecondition(status));
}

void Sequencer::Watch(absl::Time now) {
  if (parts_.journal == nullptr) return;
  for (JournalledLeaf& leaf : parts_.journal->TakeRecent()) {
    unplaced_.insert_or_assign(leaf.leaf_id, Unplaced{leaf.time, std::move(leaf.hash), false});
  }
  while (unplaced_.size() > kMaxUnplaced) unplaced_.erase(unplaced_.begin());
  if (now - looked_at_ >= kLookAfter) {
    looked_at_ = now;
    LookForUnplaced(now);
  }
  absl::Time oldest = now;
  for (const auto& [id, leaf] : unplaced_) oldest = std::min(oldest, leaf.since);
  parts_.metrics.SetLogWaiting(unplaced_.size(), now - oldest);
}

void Sequencer::LookForUnplaced(absl::Time now) {
  std::vector<int64_t> ids;
  for (const auto& [id, leaf] : unplaced_) {
    if (now - leaf.since >= kLookAfter && ids.size() < kBatch) ids.push_back(id);
  }
  if (ids.empty()) return;
  auto places = storage::FindLeaves(*connection_, ids);
  if (!places.ok()) return;
  std::vector<int64_t> late;
  std::vector<int64_t> gone;
  for (size_t i = 0; i < ids.size(); ++i) {
    const auto found = unplaced_.find(ids[i]);
    Unplaced& leaf = found->second;
    const storage::LeafPlace& place = (*places)[i];
    const bool overdue = now - leaf.since >= kPlacedWithin;
    if (place.hash != leaf.hash && (place.tree_index || overdue)) {
      gone.push_back(ids[i]);
      unplaced_.erase(found);
    } else if (place.tree_index) {
      unplaced_.erase(found);
    } else if (overdue && !std::exchange(leaf.told, true)) {
      late.push_back(ids[i]);
    }
  }
  const auto tell = [this](absl::string_view event, std::vector<int64_t>& leaves) {
    if (leaves.empty()) return;
    parts_.metrics.LeavesUnplaced(std::string(event), leaves.size());
    const size_t count = leaves.size();
    leaves.resize(std::min(count, kNamedAtOnce));
    Log(LogLevel::kError, event, {{"count", absl::StrCat(count)}, {"leaf_ids", absl::StrJoin(leaves, ",")}});
  };
  tell("leaves_late", late);
  tell("leaves_gone", gone);
}

}  // namespace arasha::server
