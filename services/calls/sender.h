#ifndef ARASHA_SERVICES_CALLS_SENDER_H_
#define ARASHA_SERVICES_CALLS_SENDER_H_

#include <google/protobuf/message.h>

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "services/calls/call.h"

namespace arasha::server {

class Stream;

// What Sender does, whatever is sent.
bool SendOn(const std::weak_ptr<Stream>& stream, const google::protobuf::Message& message);
void EndStream(const std::weak_ptr<Stream>& stream, const absl::Status& status);

// Where an operation that answers with a stream tells its caller something, at once or later, from any
// thread. Copies tell the same caller, and may outlive the call, but MUST NOT be used any more once the
// server is gone.
template <typename Response>
class Sender {
 public:
  explicit Sender(std::weak_ptr<Stream> stream) : stream_(std::move(stream)) {}

  // Sends a message behind those sent before, without waiting. False, for good, once the stream has ended:
  // its caller went away or may not call any more, reads too slowly, the server stops, or End() was called.
  bool Send(const Response& message) const { return SendOn(stream_, message); }
  // Ends the stream: with OK once all is sent, with an error at once.
  void End(const absl::Status& status) const { EndStream(stream_, status); }

 private:
  std::weak_ptr<Stream> stream_;  // which goes with the call
};

// An operation that opens a stream: validates, decides, asks storage, and hands the sender to whoever has
// something to tell. The stream stays open when it returns OK, and holds no worker. Each message must be fit
// for its caller as things stand when it is sent; that the caller still may call at all is seen to.
template <typename Request, typename Response>
using StreamOperation = std::function<absl::Status(Call&, const Request&, const Sender<Response>&)>;

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_SENDER_H_
