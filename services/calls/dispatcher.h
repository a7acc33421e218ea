#ifndef ARASHA_SERVICES_CALLS_DISPATCHER_H_
#define ARASHA_SERVICES_CALLS_DISPATCHER_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <atomic>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/calls/call.h"
#include "services/calls/stream.h"
#include "services/calls/workers.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/status.h"

namespace arasha::server {

class AuditLog;
class CallRate;

// Longest time a call may take, whatever its caller allows.
inline constexpr absl::Duration kMaxCallTime = absl::Seconds(60);

// Does what a call asks for in `request` and puts the answer into `response`, both as they go over the wire.
using Answer = std::function<absl::Status(Call&, absl::string_view request, grpc::ByteBuffer& response)>;

// The same for a call that is answered with a stream, which stays open when this returns OK.
using Opening = std::function<absl::Status(Call&, absl::string_view request, std::weak_ptr<Stream> stream)>;

// Serves RPCs: tells who calls and whether they may call at all, queues the operation for a worker,
// counts and logs what came of it, turns its status into gRPC's.
class Dispatcher {
 public:
  // `streams_per_caller`: how many one caller may have open.
  Dispatcher(std::string instance, DirectoryFeed& feed, IdentityCache& identities, storage::Sealing& sealing,
             CallRate& rate, Workers& workers, const AuditLog& log, Metrics& metrics, int streams_per_caller)
      : instance_(std::move(instance)),
        feed_(feed),
        identities_(identities),
        sealing_(sealing),
        rate_(rate),
        workers_(workers),
        log_(log),
        metrics_(metrics),
        streams_(streams_per_caller, metrics) {}

  // `answer` must outlive the call.
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context, const char* method,
                                  const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                  const Answer& answer);
  // The same for a call that is answered with a stream. Only its opening is a call that waits for a worker,
  // and ends by kMaxCallTime.
  grpc::ServerWriteReactor<grpc::ByteBuffer>* ServeStream(grpc::CallbackServerContext* context,
                                                          const char* method, const grpc::ByteBuffer* request,
                                                          const Opening& opening);

  // From now on calls are refused with SHUTTING_DOWN, and streams end so; other calls under way go on.
  void Drain();

 private:
  class Reactor;
  class RefusedStream;

  // Counts a call that has come.
  std::shared_ptr<Call> Arrived(const grpc::CallbackServerContext& context, const char* method);
  // The caller and the knowledge to judge by, or why there can be no call.
  absl::Status Admit(const grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                     Call& call) const;
  // Whether whom the call's identity names may call at its time, and as whom.
  absl::Status Recognise(Call& call) const;
  // Queues the work for a worker; `done` is told what came of it, or that there was no place.
  void Queue(const grpc::CallbackServerContext& context, const std::shared_ptr<Call>& call, uint64_t call_id,
             const grpc::ByteBuffer& request, const std::function<absl::Status(absl::string_view)>& work,
             const std::function<void(const absl::Status&)>& done);
  absl::Status Overloaded() const;
  // Counts and logs; returns what to send.
  grpc::Status Conclude(const Call& call, uint64_t call_id, const absl::Status& status) const;
  // The same when a stream ends.
  grpc::Status ConcludeStream(const Call& call, uint64_t call_id, const absl::Status& status) const;

  const std::string instance_;
  DirectoryFeed& feed_;
  IdentityCache& identities_;
  storage::Sealing& sealing_;
  mutable storage::LeafGroup leaves_;
  CallRate& rate_;
  Workers& workers_;
  const AuditLog& log_;
  Metrics& metrics_;
  Streams streams_;
  std::atomic<bool> draining_ = false;
  std::atomic<uint64_t> next_call_ = 1;
};

// Leaves a leaf of a refusal, since curiosity is what an inspector looks for; the call has been opened by its
// rule. The status to answer with: that of the operation, or why the log could not be written.
absl::Status LogDenial(const Call& call, absl::Status status);

// The message as it goes over the wire.
absl::Status Write(const google::protobuf::Message& message, grpc::ByteBuffer& bytes);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_DISPATCHER_H_
