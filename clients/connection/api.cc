#include "clients/connection/api.h"

#include <google/protobuf/descriptor.h>
#include <grpcpp/channel.h>
#include <grpcpp/client_context.h>
#include <grpcpp/impl/client_unary_call.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/impl/rpc_method.h>

#include <algorithm>
#include <cassert>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/random/random.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/connection/interrupt.h"
#include "clients/text/local_error.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "services/rules/log/utf8.h"

namespace arasha::clients {
namespace {

using google::protobuf::MessageLite;

constexpr absl::Duration kFirstWait = absl::Milliseconds(100);
constexpr absl::Duration kLongestWait = absl::Seconds(3);
constexpr absl::Duration kSilence = absl::Seconds(1);

// Whether the connection ended before the call did. What a stopping server had not yet begun, gRPC cancels in
// its name; a call whose connection broke may end as UNKNOWN (gRPC's issue 20061). Our server gives details.
bool Dropped(const grpc::Status& status) {
  if (!status.error_details().empty()) return false;
  return status.error_code() == grpc::StatusCode::CANCELLED ||
         (status.error_code() == grpc::StatusCode::UNKNOWN && status.error_message() == "Stream removed");
}

absl::Status StatusOf(const grpc::Status& status) {
  const auto code =
      Dropped(status) ? absl::StatusCode::kUnavailable : static_cast<absl::StatusCode>(status.error_code());
  absl::Status converted(code, status.error_message());
  if (!status.ok()) converted.SetPayload(kRpcStatusPayload, absl::Cord(status.error_details()));
  return converted;
}

// How long the server asks to wait; nothing if it does not say that a repeat may help.
std::optional<absl::Duration> RetryDelay(const grpc::Status& status) {
  google::rpc::Status rich;
  google::rpc::RetryInfo info;
  if (rich.ParseFromString(status.error_details())) {
    for (const google::protobuf::Any& detail : rich.details()) {
      if (detail.UnpackTo(&info)) {
        return absl::Seconds(info.retry_delay().seconds()) + absl::Nanoseconds(info.retry_delay().nanos());
      }
    }
  }
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE || Dropped(status)) return absl::ZeroDuration();
  return std::nullopt;
}

// Path of the first text in a message that is not UTF-8, which gRPC would not send, and would say so as if
// the server did not know the call. Empty if there is none.
std::string NotUtf8At(const google::protobuf::Message& message) {
  using google::protobuf::FieldDescriptor;
  const auto* reflection = message.GetReflection();
  std::vector<const FieldDescriptor*> set;
  reflection->ListFields(message, &set);
  for (const FieldDescriptor* field : set) {
    const int count = field->is_repeated() ? reflection->FieldSize(message, field) : 1;
    for (int i = 0; i < count; ++i) {
      if (field->type() == FieldDescriptor::TYPE_STRING) {
        const std::string text = field->is_repeated() ? reflection->GetRepeatedString(message, field, i)
                                                      : reflection->GetString(message, field);
        if (!rules::log::IsUtf8(text)) return field->name();
      } else if (field->cpp_type() == FieldDescriptor::CPPTYPE_MESSAGE) {
        const std::string below =
            NotUtf8At(field->is_repeated() ? reflection->GetRepeatedMessage(message, field, i)
                                           : reflection->GetMessage(message, field));
        if (!below.empty()) return absl::StrCat(field->name(), ".", below);
      }
    }
  }
  return "";
}

// Every request is that of one RPC, and declared beside its service.
const google::protobuf::MethodDescriptor* MethodOf(const google::protobuf::Descriptor& request) {
  const google::protobuf::FileDescriptor& file = *request.file();
  for (int i = 0; i < file.service_count(); ++i) {
    for (int j = 0; j < file.service(i)->method_count(); ++j) {
      const google::protobuf::MethodDescriptor* method = file.service(i)->method(j);
      if (method->input_type() == &request) return method;
    }
  }
  return nullptr;
}

// Whether the attempt found no connection to send anything by, which gRPC tells in words alone.
bool FoundNoConnection(const grpc::Status& status) {
  return status.error_code() == grpc::StatusCode::UNAVAILABLE && status.error_details().empty() &&
         (absl::StartsWith(status.error_message(), "failed to connect to all addresses") ||
          absl::StartsWith(status.error_message(), "DNS resolution failed"));
}

// Whether something may be done by it: writes have an id, by which a repeat is known.
bool MayChange(const google::protobuf::Message& request) {
  const auto* id = request.GetDescriptor()->FindFieldByName("request_id");
  const auto* only_checked = request.GetDescriptor()->FindFieldByName("validate_only");
  const auto* reflection = request.GetReflection();
  return id != nullptr && (only_checked == nullptr || !reflection->GetBool(request, only_checked));
}

// Sleeps, and lets the channel connect meanwhile. gRPC's synchronous client does its input and output in
// the threads that wait for it; in a plain sleep a handshake would advance once in five seconds, so that
// a server which came back would not be reached again.
void Pause(grpc::ChannelInterface& channel, absl::Duration duration) {
  const auto end = absl::ToChronoTime(absl::Now() + duration);
  while (channel.WaitForStateChange(channel.GetState(/*try_to_connect=*/true), end)) {
  }
}

}  // namespace

Api::Api(ChannelOpener open_channel, absl::Duration timeout, std::function<void(const absl::Status&)> waiting,
         std::function<std::string()> interrupted)
    : open_channel_(std::move(open_channel)),
      timeout_(timeout),
      waiting_(std::move(waiting)),
      interrupted_(std::move(interrupted)) {}

absl::Status Api::Send(const google::protobuf::Message& request, google::protobuf::Message& answer) {
  const OnInterrupt told(interrupted_ && MayChange(request) ? interrupted_() : "");
  absl::Status sent = Try(request, answer);
  if (!sent.ok()) {
    refused_.reset(request.New());
    refused_->CopyFrom(request);
  }
  return sent;
}

absl::Status Api::Try(const google::protobuf::Message& request, google::protobuf::Message& answer) {
  if (const std::string field = NotUtf8At(request); !field.empty()) {
    return UsageError("usage.text_not_utf8", {{"field", field}});
  }
  const google::protobuf::MethodDescriptor* method = MethodOf(*request.GetDescriptor());
  assert(method != nullptr && method->output_type() == answer.GetDescriptor());
  if (channel_ == nullptr) {
    absl::StatusOr<std::shared_ptr<grpc::ChannelInterface>> channel = open_channel_();
    if (!channel.ok()) return channel.status();
    channel_ = *std::move(channel);
  }
  const std::string path = absl::StrCat("/", method->service()->full_name(), "/", method->name());
  const grpc::internal::RpcMethod rpc(path.c_str(), grpc::internal::RpcMethod::NORMAL_RPC);
  const absl::Time start = absl::Now();
  const absl::Time deadline = start + timeout_;
  absl::BitGen random;
  bool told = false;
  absl::Duration wait = kFirstWait;
  std::optional<absl::Status> cause;  // of the last repeat
  bool unsent = true;
  for (;;) {
    grpc::ClientContext context;
    context.set_deadline(absl::ToChronoTime(deadline));
    // What the stubs that gRPC generates do, without one for each RPC.
    const grpc::Status status = grpc::internal::BlockingUnaryCall<MessageLite, MessageLite>(
        channel_.get(), rpc, &context, request, &answer);
    answered_ = answered_ || status.ok() || !status.error_details().empty();
    if (status.ok()) return absl::OkStatus();

    const std::optional<absl::Duration> asked = RetryDelay(status);
    // The true cause says more than the DEADLINE_EXCEEDED that follows.
    if (!asked && cause && status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
      // This attempt may have had a connection.
      cause->ErasePayload(kUnsentPayload);
      return *cause;
    }
    if (!asked) return StatusOf(status);
    const absl::Duration pause = std::max(*asked, wait * absl::Uniform(random, 0.5, 1.0));
    wait = std::min(wait * 2, kLongestWait);
    cause = StatusOf(status);
    unsent = unsent && FoundNoConnection(status);
    if (unsent) cause->SetPayload(kUnsentPayload, absl::Cord());
    if (answered_) cause->SetPayload(kCutOffPayload, absl::Cord());
    if (absl::Now() + pause >= deadline) return *cause;
    if (!told && absl::Now() + pause - start > kSilence) {
      waiting_(*cause);
      told = true;
    }
    Pause(*channel_, pause);
  }
}

absl::StatusOr<v1::Case> FetchBasicCase(Api& api, const std::string& name) {
  v1::GetCaseRequest request;
  request.set_name(name);
  request.set_view(v1::CASE_VIEW_BASIC);
  return api.Call(request);
}

}  // namespace arasha::clients
