#ifndef ARASHA_SERVICES_CALLS_WORKERS_H_
#define ARASHA_SERVICES_CALLS_WORKERS_H_

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "storage/postgres/connection.h"

namespace arasha::server {

// Threads that each own a database connection, and a bounded queue of calls before them. gRPC's own
// threads never touch the database, so a slow database cannot starve them; services/README.md has the
// figures behind this. Callers take turns, and one has at most half of the queue: who floods the server waits
// behind itself, and others do not.
class Workers {
 public:
  struct Job {
    uint64_t call_id = 0;
    absl::Time deadline;
    std::string caller;
    std::function<void(storage::Connection&)> run;
  };

  // `on_leaf` is called from many threads.
  Workers(const std::string& conninfo, int count, int max_queue,
          const storage::Connection::LeafHook& on_leaf);
  // Finishes every job accepted.
  ~Workers();

  // False if the queue is full, or the caller's half of it, or the workers are stopping; the job was then not
  // taken.
  bool Submit(Job job);
  // Cancels the call's statement, if one runs. Returns at once.
  void Cancel(uint64_t call_id);

  int queued() const;

 private:
  void Work(storage::Connection& connection);
  Job TakeNext() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void DeliverCancellations();

  const size_t max_queue_;
  mutable absl::Mutex mutex_;
  // What waits, and the order of those for whom it does.
  std::unordered_map<std::string, std::deque<Job>> waiting_ ABSL_GUARDED_BY(mutex_);
  std::deque<std::string> turns_ ABSL_GUARDED_BY(mutex_);
  size_t queued_ ABSL_GUARDED_BY(mutex_) = 0;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;

  absl::Mutex cancel_mutex_;
  std::deque<uint64_t> cancelled_ ABSL_GUARDED_BY(cancel_mutex_);
  bool cancel_stopping_ ABSL_GUARDED_BY(cancel_mutex_) = false;

  std::vector<std::unique_ptr<storage::Connection>> connections_;
  std::vector<std::thread> threads_;
  std::thread canceller_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_WORKERS_H_
