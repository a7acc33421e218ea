#ifndef ARASHA_SERVICES_CALLS_STREAM_H_
#define ARASHA_SERVICES_CALLS_STREAM_H_

#include <google/protobuf/message.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>
#include <grpcpp/support/status.h>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "services/process/metrics.h"

namespace arasha::server {

// How many bytes may wait for the reader of a stream; what is more ends it. A message counts with what it
// costs to keep besides.
inline constexpr size_t kMaxWaitingBytes = size_t{256} * 1024;
inline constexpr size_t kMessageCost = 256;

class Streams;

// A call that is answered with a stream of messages. Each message is written when the one before it has left,
// by gRPC's threads; while nothing is to be sent, no thread is held. Thread-safe.
class Stream : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  // What its dispatcher knows of it.
  struct Terms {
    std::string caller;
    // Whether the caller may be told anything just now.
    std::function<absl::Status()> stands;
    // Stops the operation that opens the stream, if it still runs.
    std::function<void()> stop_opening;
    // Told when the stream ends, and whether it was ever open; what to send.
    std::function<grpc::Status(const absl::Status&, bool opened)> ended;
  };

  Stream(Streams& streams, Terms terms) : streams_(streams), terms_(std::move(terms)) {}

  // What came of the operation that opens the stream, to be called once. What gRPC holds for the call, its
  // request too, is there until then.
  void Opened(const absl::Status& status);
  // See Sender.
  bool Send(const google::protobuf::Message& message);
  void End(const absl::Status& status);

  const std::string& caller() const { return terms_.caller; }

 private:
  void OnWriteDone(bool ok) override;
  // The caller went away, or its deadline passed.
  void OnCancel() override;
  void OnDone() override;

  void EndWith(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Forgets what waits, but for what is being written.
  void Forget() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  // Writes what comes next, or finishes the call when nothing does; unless something is being written.
  void GoOn() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  Streams& streams_;
  const Terms terms_;
  absl::Mutex mutex_;
  bool opening_ ABSL_GUARDED_BY(mutex_) = true;
  bool opened_ ABSL_GUARDED_BY(mutex_) = false;
  std::optional<absl::Status> ended_ ABSL_GUARDED_BY(mutex_);
  bool finished_ ABSL_GUARDED_BY(mutex_) = false;
  bool writing_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<grpc::ByteBuffer> waiting_ ABSL_GUARDED_BY(mutex_);  // what is being written first
  size_t waiting_bytes_ ABSL_GUARDED_BY(mutex_) = 0;
};

// The streams that are open, each until its call is over. Thread-safe.
class Streams {
 public:
  // `per_caller`: how many one caller may have. `metrics` must outlive this.
  Streams(int per_caller, Metrics& metrics) : per_caller_(per_caller), metrics_(metrics) {}

  // RESOURCE_EXHAUSTED (TOO_MANY_STREAMS) if the caller has as many as it may have, UNAVAILABLE
  // (SHUTTING_DOWN) from Drain() on.
  absl::StatusOr<std::shared_ptr<Stream>> Open(Stream::Terms terms);
  // Ends all, and opens no more.
  void Drain();

 private:
  friend class Stream;
  void Remove(const Stream* stream);

  const int per_caller_;
  Metrics& metrics_;
  absl::Mutex mutex_;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  std::unordered_map<const Stream*, std::shared_ptr<Stream>> open_ ABSL_GUARDED_BY(mutex_);
  std::unordered_map<std::string, int> of_caller_ ABSL_GUARDED_BY(mutex_);
};

// Why a server that is being stopped takes nothing new.
absl::Status ShuttingDown();

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_STREAM_H_
