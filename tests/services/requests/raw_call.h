#ifndef ARASHA_TESTS_SERVICES_REQUESTS_RAW_CALL_H_
#define ARASHA_TESTS_SERVICES_REQUESTS_RAW_CALL_H_

#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/completion_queue.h>
#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/support/byte_buffer.h>

#include <chrono>
#include <memory>
#include <string>

namespace arasha {

// The bytes and the status that a method, "/package.Service/Method", answers these bytes with. For what no
// generated stub would send, and for services whose stubs we do not have.
struct RawAnswer {
  grpc::Status status;
  std::string bytes;
};

inline RawAnswer RawCall(const std::shared_ptr<grpc::Channel>& channel, const std::string& method,
                         const std::string& bytes) {
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(10));
  const grpc::Slice sent(bytes);
  const grpc::ByteBuffer request(&sent, 1);
  grpc::CompletionQueue queue;
  grpc::GenericStub stub(channel);
  auto call = stub.PrepareUnaryCall(&context, method, request, &queue);
  call->StartCall();
  grpc::ByteBuffer response;
  RawAnswer answer;
  call->Finish(&response, &answer.status, nullptr);
  void* tag = nullptr;
  bool ok = false;
  queue.Next(&tag, &ok);
  queue.Shutdown();
  while (queue.Next(&tag, &ok)) {
  }
  grpc::Slice received;
  if (answer.status.ok() && response.DumpToSingleSlice(&received).ok()) {
    answer.bytes.assign(reinterpret_cast<const char*>(received.begin()), received.size());
  }
  return answer;
}

}  // namespace arasha

#endif  // ARASHA_TESTS_SERVICES_REQUESTS_RAW_CALL_H_
