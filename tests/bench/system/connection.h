#ifndef ARASHA_TESTS_BENCH_SYSTEM_CONNECTION_H_
#define ARASHA_TESTS_BENCH_SYSTEM_CONNECTION_H_

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "tests/bench/system/failed_call.h"
#include "tests/bench/system/settings.h"

namespace grpc {
class ChannelInterface;
}

namespace arasha::bench {

// A channel with a TCP connection of its own, made when first used. Reads the certificate's files.
std::shared_ptr<grpc::ChannelInterface> OpenChannel(const Settings& settings);

// A connection that calls share, and what is to be told of it when one of them fails. Thread-safe.
class Connection {
 public:
  // `number`: to tell it from others. `life`: it is left for a new one, with what the certificate's files
  // then hold, once it is older than this.
  Connection(const Settings& settings, int number, absl::Duration life = absl::InfiniteDuration());

  // To be asked for again for every call.
  std::shared_ptr<grpc::ChannelInterface> Channel();

  // Which it is, how old, whose certificate it shows; one line.
  std::string Describe() const;

  // Of the server at its other end.
  const ServerLog& log() const { return log_; }

 private:
  const Settings settings_;
  const int number_;
  const absl::Duration life_;
  const ServerLog log_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<grpc::ChannelInterface> channel_ ABSL_GUARDED_BY(mutex_);
  absl::Time opened_ ABSL_GUARDED_BY(mutex_);
  int times_opened_ ABSL_GUARDED_BY(mutex_) = 0;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_CONNECTION_H_
