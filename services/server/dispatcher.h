#ifndef ARASHA_SERVICES_SERVER_DISPATCHER_H_
#define ARASHA_SERVICES_SERVER_DISPATCHER_H_

#include <google/protobuf/message.h>
#include <grpcpp/server_context.h>
#include <grpcpp/support/server_callback.h>

#include <algorithm>
#include <atomic>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "services/server/call.h"
#include "services/server/workers.h"
#include "storage/status.h"

namespace arasha::server {

class AuditLog;
class CallRate;

// Longest time a call may take, whatever its caller allows.
inline constexpr absl::Duration kMaxCallTime = absl::Seconds(60);

// Serves RPCs: tells who calls and whether they may call at all, queues the operation for a worker,
// counts and logs what came of it, turns its status into gRPC's.
class Dispatcher {
 public:
  Dispatcher(std::string instance, DirectoryFeed& feed, IdentityCache& identities, storage::Sealing& sealing,
             CallRate& rate, Workers& workers, const AuditLog& log, Metrics& metrics)
      : instance_(std::move(instance)),
        feed_(feed),
        identities_(identities),
        sealing_(sealing),
        rate_(rate),
        workers_(workers),
        log_(log),
        metrics_(metrics) {}

  template <typename Request, typename Response>
  grpc::ServerUnaryReactor* Serve(grpc::CallbackServerContext* context, const char* method,
                                  const Request* request, Response* response,
                                  Operation<Request, Response> operation);

  // From now on calls are refused with SHUTTING_DOWN; those under way go on.
  void Drain() { draining_ = true; }

 private:
  template <typename Request, typename Response>
  class Reactor;

  // The caller and the knowledge to judge by, or why there can be no call.
  absl::Status Admit(const grpc::CallbackServerContext& context, Call& call) const;
  absl::Status Overloaded() const;
  // Leaves a leaf of a refusal, since curiosity is what an inspector looks for. The status to answer with:
  // that of the operation, or why the log could not be written.
  static absl::Status LogDenial(const Call& call, const google::protobuf::Message& request,
                                absl::Status status);
  // Counts and logs; returns what to send.
  grpc::Status Conclude(const Call& call, uint64_t call_id, const absl::Status& status) const;

  const std::string instance_;
  DirectoryFeed& feed_;
  IdentityCache& identities_;
  storage::Sealing& sealing_;
  CallRate& rate_;
  Workers& workers_;
  const AuditLog& log_;
  Metrics& metrics_;
  std::atomic<bool> draining_ = false;
  std::atomic<uint64_t> next_call_ = 1;
};

template <typename Request, typename Response>
class Dispatcher::Reactor : public grpc::ServerUnaryReactor {
 public:
  Reactor(Dispatcher& dispatcher, uint64_t call_id) : dispatcher_(dispatcher), call_id_(call_id) {}

  // The caller went away or its deadline passed; the database is told to stop.
  void OnCancel() override { dispatcher_.workers_.Cancel(call_id_); }
  void OnDone() override { delete this; }

 private:
  Dispatcher& dispatcher_;
  const uint64_t call_id_;
};

template <typename Request, typename Response>
grpc::ServerUnaryReactor* Dispatcher::Serve(grpc::CallbackServerContext* context, const char* method,
                                            const Request* request, Response* response,
                                            Operation<Request, Response> operation) {
  const uint64_t call_id = next_call_++;
  auto* reactor = new Reactor<Request, Response>(*this, call_id);
  metrics_.CallStarted();
  auto call = std::make_shared<Call>();
  call->method = method;
  call->instance = instance_;
  call->now = absl::Now();
  call->deadline = std::min(absl::FromChrono(context->deadline()), call->now + kMaxCallTime);
  absl::Status admitted = Admit(*context, *call);
  if (admitted.ok()) {
    Workers::Job job;
    job.call_id = call_id;
    job.deadline = call->deadline;
    job.caller = call->actor->name;
    job.run = [this, context, call, call_id, request, response, reactor,
               operation](storage::Connection& connection) {
      absl::Status status;
      if (context->IsCancelled()) {
        status =
            Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED, "the caller cancelled the call");
      } else {
        call->connection = &connection;
        absl::StatusOr<Response> answer = operation(*call, *request);
        if (answer.ok()) *response = *std::move(answer);
        status = LogDenial(*call, *request, answer.status());
      }
      reactor->Finish(Conclude(*call, call_id, status));
    };
    if (workers_.Submit(std::move(job))) return reactor;
    admitted = Overloaded();
  }
  reactor->Finish(Conclude(*call, call_id, admitted));
  return reactor;
}

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_DISPATCHER_H_
