#include "services/calls/dispatcher.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/impl/codegen/proto_utils.h>
#include <grpcpp/support/slice.h>
#include <grpcpp/support/status.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "google/rpc/status.pb.h"
#include "services/calls/call_rate.h"
#include "services/process/operator_log.h"
#include "services/sequencing/audit_log.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::server {
namespace {

constexpr absl::Duration kSlow = absl::Seconds(1);

// Of payloads that are messages for the caller.
constexpr absl::string_view kMessageUrl = "type.googleapis.com/";

LogLevel LevelOf(const absl::Status& status, absl::Duration took) {
  if (status.ok()) return took > kSlow ? LogLevel::kWarning : LogLevel::kDebug;
  if (absl::IsInternal(status) || absl::IsDataLoss(status) ||
      ReasonOf(status) == v1::ERROR_REASON_UNSPECIFIED) {
    return LogLevel::kError;
  }
  return absl::IsUnavailable(status) ? LogLevel::kWarning : LogLevel::kInfo;
}

// Under which the log tells of a call.
std::string Incident(const Call& call, uint64_t call_id) { return absl::StrCat(call.instance, "-", call_id); }

// What the log tells of a failure. The words of refusals may repeat what the caller sent; only our own
// failures are spelled out.
std::string DetailFor(const absl::Status& status) {
  const bool ours =
      status.GetPayload(storage::kDetailPayload) || absl::IsInternal(status) || absl::IsDataLoss(status);
  return ours ? DetailOf(status) : "";
}

// The status as it goes to the caller, with its payloads as google.rpc details. INTERNAL, and whatever
// carries no reason, loses its message and gets `incident`, under which the log has the truth; so does a
// damaged row, which keeps its own.
grpc::Status ToGrpc(const absl::Status& original, absl::string_view incident) {
  if (original.ok()) return grpc::Status::OK;
  absl::Status status = original;
  if (absl::IsInternal(status) || ReasonOf(status) == v1::ERROR_REASON_UNSPECIFIED) {
    status = WithMetadata(Refuse(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL,
                                 absl::StrCat("the server failed; tell its operators incident ", incident)),
                          "incident", incident);
  } else if (absl::IsDataLoss(status)) {
    status = WithMetadata(status, "incident", incident);
  }
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(status.message()));
  // Payloads come in any order; equal answers are to be equal to the byte.
  std::map<std::string, std::string> payloads;
  status.ForEachPayload([&](absl::string_view url, const absl::Cord& payload) {
    if (!absl::StartsWith(url, kMessageUrl)) return;  // Ours alone, for the log.
    payloads.emplace(url, payload);
  });
  for (auto& [url, payload] : payloads) {
    auto* any = details.add_details();
    any->set_type_url(url);
    any->set_value(std::move(payload));
  }
  return {static_cast<grpc::StatusCode>(status.code()), details.message(), details.SerializeAsString()};
}

}  // namespace

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

// A stream that is refused as it comes.
class Dispatcher::RefusedStream : public grpc::ServerWriteReactor<grpc::ByteBuffer> {
 public:
  explicit RefusedStream(grpc::Status status) { Finish(std::move(status)); }
  void OnDone() override { delete this; }
};

grpc::ServerUnaryReactor* Dispatcher::Serve(grpc::CallbackServerContext* context, const char* method,
                                            const grpc::ByteBuffer* request, grpc::ByteBuffer* response,
                                            const Answer& answer) {
  const uint64_t call_id = next_call_++;
  auto* reactor = new Reactor(*this, call_id);
  const std::shared_ptr<Call> call = Arrived(*context, method);
  const auto done = [this, call, call_id, reactor](const absl::Status& status) {
    reactor->Finish(Conclude(*call, call_id, status));
  };
  if (const absl::Status admitted = Admit(*context, *request, *call); !admitted.ok()) {
    done(admitted);
  } else {
    Queue(
        *context, call, call_id, *request,
        [call, response, &answer](absl::string_view bytes) { return answer(*call, bytes, *response); }, done);
  }
  return reactor;
}

grpc::ServerWriteReactor<grpc::ByteBuffer>* Dispatcher::ServeStream(grpc::CallbackServerContext* context,
                                                                    const char* method,
                                                                    const grpc::ByteBuffer* request,
                                                                    const Opening& opening) {
  const uint64_t call_id = next_call_++;
  const std::shared_ptr<Call> call = Arrived(*context, method);
  // What its end is logged with: the stream may last, and what was asked and known at its opening need not.
  const Call arrived = *call;
  const absl::Status admitted = Admit(*context, *request, *call);
  if (!admitted.ok()) return new RefusedStream(Conclude(*call, call_id, admitted));
  const auto opened = streams_.Open({.caller = call->actor->name,
                                     .stands =
                                         [this, identity = call->identity] {
                                           Call later;
                                           later.now = absl::Now();
                                           later.identity = identity;
                                           return Recognise(later);
                                         },
                                     .stop_opening = [this, call_id] { workers_.Cancel(call_id); },
                                     .ended =
                                         [this, arrived, call_id](const absl::Status& status, bool was_open) {
                                           return was_open ? ConcludeStream(arrived, call_id, status)
                                                           : ToGrpc(status, Incident(arrived, call_id));
                                         }});
  if (!opened.ok()) return new RefusedStream(Conclude(*call, call_id, opened.status()));
  const std::shared_ptr<Stream> stream = *opened;
  const std::weak_ptr<Stream> handed = stream;
  Queue(
      *context, call, call_id, *request,
      [call, handed, &opening](absl::string_view bytes) { return opening(*call, bytes, handed); },
      [this, call, call_id, stream](const absl::Status& status) {
        Conclude(*call, call_id, status);
        stream->Opened(status);
      });
  return stream.get();
}

void Dispatcher::Drain() {
  draining_ = true;
  streams_.Drain();
}

std::shared_ptr<Call> Dispatcher::Arrived(const grpc::CallbackServerContext& context, const char* method) {
  metrics_.CallStarted();
  auto call = std::make_shared<Call>();
  call->method = method;
  call->instance = instance_;
  call->now = absl::Now();
  call->deadline = std::min(absl::FromChrono(context.deadline()), call->now + kMaxCallTime);
  return call;
}

void Dispatcher::Queue(const grpc::CallbackServerContext& context, const std::shared_ptr<Call>& call,
                       uint64_t call_id, const grpc::ByteBuffer& request,
                       const std::function<absl::Status(absl::string_view)>& work,
                       const std::function<void(const absl::Status&)>& done) {
  Workers::Job job;
  job.call_id = call_id;
  job.deadline = call->deadline;
  job.caller = call->actor->name;
  job.run = [&context, &request, call, work, done](storage::Connection& connection) {
    grpc::Slice bytes;
    if (context.IsCancelled()) {
      done(Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED, "the caller cancelled the call"));
    } else if (!request.DumpToSingleSlice(&bytes).ok()) {
      done(absl::InternalError("the bytes of a request cannot be had"));
    } else {
      call->connection = &connection;
      done(work({reinterpret_cast<const char*>(bytes.begin()), bytes.size()}));
    }
  };
  if (!workers_.Submit(std::move(job))) done(Overloaded());
}

absl::Status Dispatcher::Admit(const grpc::CallbackServerContext& context, const grpc::ByteBuffer& request,
                               Call& call) const {
  // A stream that was reset before its message came is called all the same (gRPC 1.51), with no bytes.
  if (!request.Valid()) {
    return Refuse(absl::StatusCode::kCancelled, v1::ERROR_REASON_CANCELLED, "no request came");
  }
  if (draining_) return ShuttingDown();
  if (!log_.healthy()) {
    return RetryAfter(Refuse(absl::StatusCode::kUnavailable, v1::ERROR_REASON_AUDIT_UNAVAILABLE,
                             "the audit log cannot be written just now, so nothing is done; try again"),
                      absl::Seconds(2));
  }
  const auto pem = context.auth_context()->FindPropertyValues(GRPC_X509_PEM_CERT_PROPERTY_NAME);
  auto identity =
      identities_.Read(pem.empty() ? absl::string_view() : absl::string_view(pem[0].data(), pem[0].size()));
  if (!identity.ok()) return identity.status();
  call.identity = *std::move(identity);
  if (absl::Status s = Recognise(call); !s.ok()) return s;
  if (const absl::Duration wait = rate_.Take(call.actor->name, call.now); wait > absl::ZeroDuration()) {
    metrics_.CallOverRate();
    return RetryAfter(
        Refuse(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_RATE_LIMITED,
               "you make more calls in a minute than this server takes of one caller; nothing was "
               "done, go on more slowly"),
        wait);
  }
  call.sealing = &sealing_;
  call.leaves = &leaves_;
  call.feed = &feed_;
  call.metrics = &metrics_;
  return absl::OkStatus();
}

absl::Status Dispatcher::Recognise(Call& call) const {
  call.directory = feed_.Current();
  if (!call.directory) {
    return RetryAfter(Refuse(absl::StatusCode::kUnavailable, v1::ERROR_REASON_DIRECTORY_STALE,
                             "the register of staff and revocations cannot be read just now; try again"),
                      absl::Seconds(2));
  }
  if (call.identity->not_after <= call.now) {
    return Refuse(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_CERTIFICATE_EXPIRED,
                  "your certificate expired; have a new one issued");
  }
  if (call.directory->IsRevoked(call.identity->fingerprint)) {
    return Refuse(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_CERTIFICATE_REVOKED,
                  "your certificate was revoked; ask your administrator");
  }
  call.actor = call.directory->FindActor(call.identity->principal);
  if (call.actor == nullptr) {
    return Refuse(absl::StatusCode::kUnauthenticated, v1::ERROR_REASON_IDENTITY_UNKNOWN,
                  "your certificate is in order, but names nobody who is registered and active; ask your "
                  "administrator");
  }
  return absl::OkStatus();
}

absl::Status Dispatcher::Overloaded() const {
  return RetryAfter(
      Refuse(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_OVERLOADED,
             "more calls wait, yours or all together, than this server takes; nothing was done, try again"),
      absl::Milliseconds(200));
}

grpc::Status Dispatcher::Conclude(const Call& call, uint64_t call_id, const absl::Status& status) const {
  const absl::Duration took = absl::Now() - call.now;
  metrics_.CallDone(call.method, status.code(), took);
  const std::string incident = Incident(call, call_id);
  Log(LevelOf(status, took), "call",
      {{"call", incident},
       {"method", call.method},
       {"code", absl::StatusCodeToString(status.code())},
       {"reason", v1::ErrorReason_Name(ReasonOf(status))},
       {"ms", absl::StrCat(absl::ToDoubleMilliseconds(took))},
       {"detail", DetailFor(status)}});
  return ToGrpc(status, incident);
}

grpc::Status Dispatcher::ConcludeStream(const Call& call, uint64_t call_id,
                                        const absl::Status& status) const {
  metrics_.StreamEnded(call.method, status.code());
  const std::string incident = Incident(call, call_id);
  Log(LevelOf(status, absl::ZeroDuration()), "stream_ended",
      {{"call", incident},
       {"method", call.method},
       {"code", absl::StatusCodeToString(status.code())},
       {"reason", v1::ErrorReason_Name(ReasonOf(status))},
       {"seconds", absl::StrCat(absl::ToInt64Seconds(absl::Now() - call.now))},
       {"detail", DetailFor(status)}});
  return ToGrpc(status, incident);
}

absl::Status LogDenial(const Call& call, absl::Status status) {
  if (!absl::IsPermissionDenied(status) && !absl::IsNotFound(status)) return status;
  absl::Status logged = storage::AppendDenied(*call.connection, call.context.audit, call.about);
  return logged.ok() ? status : logged;
}

absl::Status Write(const google::protobuf::Message& message, grpc::ByteBuffer& bytes) {
  bool own = false;
  const grpc::Status status =
      grpc::SerializationTraits<google::protobuf::Message>::Serialize(message, &bytes, &own);
  return status.ok() ? absl::OkStatus() : absl::InternalError("an answer cannot be written");
}

}  // namespace arasha::server
