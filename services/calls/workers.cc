#include "services/calls/workers.h"

#include <algorithm>
#include <utility>

namespace arasha::server {

Workers::Workers(const std::string& conninfo, int count, int max_queue,
                 const storage::Connection::LeafHook& on_leaf)
    : max_queue_(static_cast<size_t>(max_queue)) {
  for (int i = 0; i < count; ++i)
    connections_.push_back(std::make_unique<storage::Connection>(conninfo, on_leaf));
  for (const auto& connection : connections_)
    threads_.emplace_back([this, &connection] { Work(*connection); });
  canceller_ = std::thread([this] { DeliverCancellations(); });
}

Workers::~Workers() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  for (std::thread& thread : threads_) thread.join();
  {
    absl::MutexLock lock(&cancel_mutex_);
    cancel_stopping_ = true;
  }
  canceller_.join();
}

bool Workers::Submit(Job job) {
  absl::MutexLock lock(&mutex_);
  if (stopping_ || queued_ >= max_queue_) return false;
  std::deque<Job>& own = waiting_[job.caller];
  if (own.size() >= std::max<size_t>(max_queue_ / 2, 1)) return false;
  if (own.empty()) turns_.push_back(job.caller);
  own.push_back(std::move(job));
  ++queued_;
  return true;
}

void Workers::Cancel(uint64_t call_id) {
  absl::MutexLock lock(&cancel_mutex_);
  cancelled_.push_back(call_id);
}

int Workers::queued() const {
  absl::ReaderMutexLock lock(&mutex_);
  return static_cast<int>(queued_);
}

Workers::Job Workers::TakeNext() {
  const std::string caller = std::move(turns_.front());
  turns_.pop_front();
  const auto own = waiting_.find(caller);
  Job job = std::move(own->second.front());
  own->second.pop_front();
  if (own->second.empty()) {
    waiting_.erase(own);
  } else {
    turns_.push_back(caller);
  }
  --queued_;
  return job;
}

void Workers::Work(storage::Connection& connection) {
  const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || queued_ > 0; };
  while (true) {
    Job job;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&ready));
      if (queued_ == 0) return;  // Stopping, and nothing accepted is left.
      job = TakeNext();
    }
    connection.BeginCall(job.call_id, job.deadline);
    job.run(connection);
    connection.EndCall();
  }
}

// Apart from gRPC's threads, because a cancellation is a round trip to a database that may hang.
void Workers::DeliverCancellations() {
  const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(cancel_mutex_) {
    return cancel_stopping_ || !cancelled_.empty();
  };
  while (true) {
    uint64_t call_id = 0;
    {
      absl::MutexLock lock(&cancel_mutex_);
      cancel_mutex_.Await(absl::Condition(&ready));
      if (cancelled_.empty()) return;
      call_id = cancelled_.front();
      cancelled_.pop_front();
    }
    for (const auto& connection : connections_) connection->Cancel(call_id);
  }
}

}  // namespace arasha::server
