#ifndef ARASHA_SERVICES_CALLS_RPC_SERVICE_H_
#define ARASHA_SERVICES_CALLS_RPC_SERVICE_H_

#include <google/protobuf/descriptor.h>
#include <grpcpp/impl/service_type.h>
#include <grpcpp/support/byte_buffer.h>
#include <grpcpp/support/server_callback.h>

#include <cstdlib>
#include <memory>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/calls/dispatcher.h"
#include "services/calls/method_rule.h"
#include "services/calls/request_reading.h"
#include "services/calls/sender.h"

namespace arasha::server {

// A gRPC service, `Rpc` as generated (v1::Cases), each of whose methods is an operation. Requests come as
// bytes and are read by ReadRequest: what gRPC itself cannot read, it answers with UNIMPLEMENTED and no word
// (1.51).
template <typename Rpc>
class RpcService : public Rpc::Service {
 protected:
  // `dispatcher` must outlive the service.
  explicit RpcService(Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

  // `method`: its name in the proto.
  template <typename Request, typename Response>
  void Serve(const char* method, Operation<Request, Response> operation) {
    const auto& descriptor = DescriptorOf(method);
    const Answer answer = [operation, rule = MethodRule(descriptor)](Call& call, absl::string_view bytes,
                                                                     grpc::ByteBuffer& response) {
      Request request;
      if (absl::Status s = ReadRequest(bytes, request); !s.ok()) return s;
      if (absl::Status s = rule.Open(request, call); !s.ok()) return LogDenial(call, s);
      const absl::StatusOr<Response> answered = operation(call, request);
      return answered.ok() ? Write(*answered, response) : LogDenial(call, answered.status());
    };
    this->MarkMethodRawCallback(
        descriptor.index(),
        new grpc::internal::CallbackUnaryHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, method, answer](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request,
                                   grpc::ByteBuffer* response) {
              return dispatcher_.Serve(context, method, request, response, answer);
            }));
  }

  // The same for a method that the proto says returns a stream.
  template <typename Request, typename Response>
  void ServeStream(const char* method, const StreamOperation<Request, Response>& operation) {
    const auto& descriptor = DescriptorOf(method);
    const Opening opening = [operation, rule = MethodRule(descriptor)](Call& call, absl::string_view bytes,
                                                                       std::weak_ptr<Stream> stream) {
      Request request;
      if (absl::Status s = ReadRequest(bytes, request); !s.ok()) return s;
      if (absl::Status s = rule.Open(request, call); !s.ok()) return LogDenial(call, s);
      const absl::Status opened = operation(call, request, Sender<Response>(std::move(stream)));
      return opened.ok() ? opened : LogDenial(call, opened);
    };
    this->MarkMethodRawCallback(
        descriptor.index(),
        new grpc::internal::CallbackServerStreamingHandler<grpc::ByteBuffer, grpc::ByteBuffer>(
            [this, method, opening](grpc::CallbackServerContext* context, const grpc::ByteBuffer* request) {
              return dispatcher_.ServeStream(context, method, request, opening);
            }));
  }

 private:
  static const google::protobuf::MethodDescriptor& DescriptorOf(const char* method) {
    const auto* service =
        google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(Rpc::service_full_name());
    const auto* found = service == nullptr ? nullptr : service->FindMethodByName(method);
    if (found == nullptr) std::abort();  // Every test starts a server.
    return *found;
  }

  Dispatcher& dispatcher_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_RPC_SERVICE_H_
