#ifndef ARASHA_TESTS_BENCH_SOAK_SOAK_FIGURES_H_
#define ARASHA_TESTS_BENCH_SOAK_SOAK_FIGURES_H_

#include <grpcpp/support/status.h>

#include <atomic>
#include <map>
#include <ostream>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "tests/bench/system/failed_call.h"

namespace arasha::bench {

// What came of the calls of a soak. Thread-safe.
class SoakFigures {
 public:
  // Counts an answer. One that failed otherwise than by asking to be tried again is told on standard error.
  void Take(const CallFacts& call, const grpc::Status& status, const ServerLog& log);
  // Something beside calls went wrong, or took so long.
  void Fail(const std::string& what);
  void Took(const std::string& what, absl::Duration time);

  int failures() const { return failures_; }
  // After so many failures more tell nothing new.
  bool Enough() const { return failures_ >= 20; }

  void PrintTable(absl::Duration length, std::ostream& out) const;
  void PrintJson(absl::Duration length, int64_t bytes_before, int64_t bytes_after, std::ostream& out) const;

 private:
  mutable absl::Mutex mutex_;
  std::map<std::string, std::vector<absl::Duration>> latencies_ ABSL_GUARDED_BY(mutex_);
  // Operation, code and reason.
  std::map<std::string, int> documented_ ABSL_GUARDED_BY(mutex_);
  std::atomic<int> failures_ = 0;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SOAK_SOAK_FIGURES_H_
