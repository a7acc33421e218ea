#include "services/server/workers.h"

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
  if (stopping_ || queue_.size() >= max_queue_) return false;
  queue_.push_back(std::move(job));
  return true;
}

void Workers::Cancel(uint64_t call_id) {
  absl::MutexLock lock(&cancel_mutex_);
  cancelled_.push_back(call_id);
}

int Workers::queued() const {
  absl::ReaderMutexLock lock(&mutex_);
  return static_cast<int>(queue_.size());
}

void Workers::Work(storage::Connection& connection) {
  const auto ready = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !queue_.empty(); };
  while (true) {
    Job job;
    {
      absl::MutexLock lock(&mutex_);
      mutex_.Await(absl::Condition(&ready));
      if (queue_.empty()) return;  // Stopping, and nothing accepted is left.
      job = std::move(queue_.front());
      queue_.pop_front();
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
