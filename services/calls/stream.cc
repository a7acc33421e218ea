#include "services/calls/stream.h"

#include <vector>

#include "absl/time/time.h"
#include "services/calls/dispatcher.h"
#include "services/calls/sender.h"
#include "storage/postgres/status.h"

namespace arasha::server {
namespace {

size_t CostOf(const grpc::ByteBuffer& bytes) { return bytes.Length() + kMessageCost; }

absl::Status TooSlow() {
  return RetryAfter(
      Refuse(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_READER_TOO_SLOW,
             "more waits on this stream than the server keeps for a reader; some was left out, open another"),
      absl::Seconds(1));
}

absl::Status Cancelled() {
  return Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED, "the caller cancelled the call");
}

}  // namespace

bool SendOn(const std::weak_ptr<Stream>& stream, const google::protobuf::Message& message) {
  const std::shared_ptr<Stream> open = stream.lock();
  return open && open->Send(message);
}

void EndStream(const std::weak_ptr<Stream>& stream, const absl::Status& status) {
  if (const std::shared_ptr<Stream> open = stream.lock()) open->End(status);
}

void Stream::Opened(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  opening_ = false;
  opened_ = status.ok();
  if (!status.ok()) EndWith(status);
  GoOn();
}

bool Stream::Send(const google::protobuf::Message& message) {
  grpc::ByteBuffer bytes;
  absl::Status status = Write(message, bytes);
  if (status.ok()) status = terms_.stands();
  absl::MutexLock lock(&mutex_);
  if (status.ok() && waiting_bytes_ > 0 && waiting_bytes_ + CostOf(bytes) > kMaxWaitingBytes) {
    status = TooSlow();
  }
  if (!status.ok()) EndWith(status);
  if (ended_) return false;
  waiting_bytes_ += CostOf(bytes);
  waiting_.push_back(std::move(bytes));
  GoOn();
  return true;
}

void Stream::End(const absl::Status& status) {
  absl::MutexLock lock(&mutex_);
  EndWith(status);
}

void Stream::EndWith(const absl::Status& status) {
  if (ended_) return;
  ended_ = status;
  if (!status.ok()) Forget();
  GoOn();
}

void Stream::Forget() { waiting_.resize(writing_ ? 1 : 0); }

void Stream::GoOn() {
  if (writing_ || finished_) return;
  if (!waiting_.empty()) {
    writing_ = true;
    StartWrite(&waiting_.front());
  } else if (ended_ && !opening_) {
    finished_ = true;
    Finish(terms_.ended(*ended_, opened_));
  }
}

void Stream::OnWriteDone(bool ok) {
  absl::MutexLock lock(&mutex_);
  writing_ = false;
  waiting_bytes_ -= CostOf(waiting_.front());
  waiting_.pop_front();
  if (!ok) {
    Forget();
    EndWith(Cancelled());
  }
  GoOn();
}

void Stream::OnCancel() {
  terms_.stop_opening();
  absl::MutexLock lock(&mutex_);
  Forget();
  EndWith(Cancelled());
  GoOn();
}

void Stream::OnDone() { streams_.Remove(this); }

absl::StatusOr<std::shared_ptr<Stream>> Streams::Open(Stream::Terms terms) {
  absl::MutexLock lock(&mutex_);
  if (draining_) return ShuttingDown();
  int& of_caller = of_caller_[terms.caller];
  if (of_caller >= per_caller_) {
    return RetryAfter(Refuse(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_TOO_MANY_STREAMS,
                             "you have as many streams open as this server keeps for one caller; end one"),
                      absl::Seconds(1));
  }
  ++of_caller;
  // Not made together with its counters: a Sender that outlives it must not keep its memory.
  const std::shared_ptr<Stream> stream(new Stream(*this, std::move(terms)));
  open_.emplace(stream.get(), stream);
  metrics_.SetStreams(open_.size());
  return stream;
}

void Streams::Remove(const Stream* stream) {
  std::shared_ptr<Stream> last;  // Destroyed without the lock.
  absl::MutexLock lock(&mutex_);
  const auto found = open_.find(stream);
  last = std::move(found->second);
  open_.erase(found);
  metrics_.SetStreams(open_.size());
  const auto of_caller = of_caller_.find(last->caller());
  if (--of_caller->second == 0) of_caller_.erase(of_caller);
}

void Streams::Drain() {
  std::vector<std::shared_ptr<Stream>> open;
  {
    absl::MutexLock lock(&mutex_);
    draining_ = true;
    for (const auto& [stream, owned] : open_) open.push_back(owned);
  }
  for (const std::shared_ptr<Stream>& stream : open) stream->End(ShuttingDown());
}

absl::Status ShuttingDown() {
  return RetryAfter(Refuse(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                           "this server is being stopped; connect again"),
                    absl::Milliseconds(500));
}

}  // namespace arasha::server
