#include "tests/clients/fake_server.h"

#include <google/protobuf/descriptor.h>
#include <google/protobuf/message.h>
#include <grpcpp/create_channel.h>
#include <grpcpp/generic/async_generic_service.h>
#include <grpcpp/security/credentials.h>
#include <grpcpp/security/server_credentials.h>
#include <grpcpp/server.h>
#include <grpcpp/server_builder.h>

#include <cstdint>
#include <deque>
#include <mutex>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "arasha/v1/errors.pb.h"
#include "google/rpc/error_details.pb.h"

namespace arasha::clients {

// Serves one call after the other, of whatever method of the API.
struct FakeServer::State {
  static grpc::Status StatusOf(const google::rpc::Status& status) {
    return {static_cast<grpc::StatusCode>(status.code()), status.message(),
            status.details().empty() ? "" : status.SerializeAsString()};
  }

  // The answer to the method at "/package.Service/Method".
  grpc::Status Take(const std::string& path, const std::string& request, std::string& response) {
    const auto* method = google::protobuf::DescriptorPool::generated_pool()->FindMethodByName(
        absl::StrReplaceAll(path.substr(1), {{"/", "."}}));
    if (method == nullptr) return {grpc::StatusCode::UNIMPLEMENTED, "there is no " + path};
    const std::string& name = method->name();
    const std::lock_guard lock(mutex);
    calls.push_back(name);
    last[name] = request;
    if (calls.size() > served) return StatusOf(refusal);
    if (std::deque<google::rpc::Status>& waiting = refusals[name]; !waiting.empty()) {
      const google::rpc::Status status = waiting.front();
      waiting.pop_front();
      return StatusOf(status);
    }
    if (makers.contains(name)) {
      const auto asked = New(*method->input_type());
      const auto made = New(*method->output_type());
      if (!asked->ParseFromString(request)) return {grpc::StatusCode::INTERNAL, "no " + name + " request"};
      makers[name](*asked, *made);
      response = made->SerializeAsString();
    } else if (answers.contains(name)) {
      response = answers[name]->SerializeAsString();
    }
    return grpc::Status::OK;
  }
  static std::unique_ptr<google::protobuf::Message> New(const google::protobuf::Descriptor& type) {
    return std::unique_ptr<google::protobuf::Message>(
        google::protobuf::MessageFactory::generated_factory()->GetPrototype(&type)->New());
  }

  // Until the server is shut down.
  void Serve() {
    while (true) {
      grpc::GenericServerContext context;
      grpc::GenericServerAsyncReaderWriter stream(&context);
      service.RequestCall(&context, &stream, queue.get(), queue.get(), nullptr);
      if (!Completes()) return;
      grpc::ByteBuffer received;
      stream.Read(&received, nullptr);
      grpc::Slice request;
      std::string response;
      grpc::Status status(grpc::StatusCode::CANCELLED, "no request came");
      if (Completes() && received.DumpToSingleSlice(&request).ok()) {
        status = Take(context.method(), {reinterpret_cast<const char*>(request.begin()), request.size()},
                      response);
      }
      const grpc::Slice sent(response);
      if (status.ok()) {
        stream.WriteAndFinish(grpc::ByteBuffer(&sent, 1), grpc::WriteOptions(), status, nullptr);
      } else {
        stream.Finish(status, nullptr);
      }
      Completes();
    }
  }
  // Whether what was begun last came to its end; waits for that.
  bool Completes() {
    void* tag = nullptr;
    bool ok = false;
    return queue->Next(&tag, &ok) && ok;
  }

  std::mutex mutex;
  std::vector<std::string> calls;
  std::map<std::string, std::string> last;
  std::map<std::string, std::unique_ptr<google::protobuf::Message>> answers;
  std::map<std::string, Maker> makers;
  std::map<std::string, std::deque<google::rpc::Status>> refusals;
  size_t served = SIZE_MAX;
  google::rpc::Status refusal;
  int port = 0;
  grpc::AsyncGenericService service;
  std::unique_ptr<grpc::ServerCompletionQueue> queue;
  std::unique_ptr<grpc::Server> server;
  std::thread serving;
};

FakeServer::FakeServer(int port) : state_(std::make_unique<State>()) {
  grpc::ServerBuilder builder;
  builder.AddListeningPort(absl::StrCat("127.0.0.1:", port), grpc::InsecureServerCredentials(),
                           &state_->port);
  builder.RegisterAsyncGenericService(&state_->service);
  state_->queue = builder.AddCompletionQueue();
  state_->server = builder.BuildAndStart();
  EXPECT_NE(state_->port, 0);
  state_->serving = std::thread([state = state_.get()] { state->Serve(); });
}

FakeServer::~FakeServer() {
  state_->server->Shutdown();
  state_->serving.join();
  state_->queue->Shutdown();
  while (state_->Completes()) continue;
}

void FakeServer::Answer(const std::string& method, const google::protobuf::Message& answer) {
  std::unique_ptr<google::protobuf::Message>& kept = state_->answers[method];
  kept.reset(answer.New());
  kept->CopyFrom(answer);
}

void FakeServer::SetMaker(const std::string& method, Maker maker) {
  state_->makers[method] = std::move(maker);
}

void FakeServer::Refuse(const std::string& method, const google::rpc::Status& status) {
  state_->refusals[method].push_back(status);
}

void FakeServer::RefuseAfter(int calls, const google::rpc::Status& status) {
  state_->served = static_cast<size_t>(calls);
  state_->refusal = status;
}

const std::vector<std::string>& FakeServer::calls() const { return state_->calls; }

std::string FakeServer::LastBytes(const std::string& method) const {
  EXPECT_TRUE(state_->last.contains(method)) << "no call of " << method;
  return state_->last[method];
}

int FakeServer::port() const { return state_->port; }

std::shared_ptr<grpc::ChannelInterface> FakeServer::Channel() const { return LoopbackChannel(state_->port); }

std::shared_ptr<grpc::ChannelInterface> LoopbackChannel(int port) {
  grpc::ChannelArguments arguments;
  // Several servers of one test may have had the same port.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
  arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 200);
  return grpc::CreateCustomChannel(absl::StrCat("127.0.0.1:", port), grpc::InsecureChannelCredentials(),
                                   arguments);
}

Arasha::Arasha(FakeServer& server)
    : variables{{"ARASHA_MISSION", "IST"}, {"ARASHA_TIME_ZONE", "Europe/Istanbul"}, {"HOME", "/nonexistent"}},
      server_(server) {
  absl::ParseTime(absl::RFC3339_full, "2026-11-24T14:05:00+03:00", &now, nullptr);
}

Ran Arasha::Run(const std::vector<std::string>& arguments) {
  std::istringstream input(in);
  std::ostringstream out;
  std::ostringstream err;
  Environment environment;
  environment.variable = [this](const char* name) {
    const auto found = variables.find(name);
    return found == variables.end() ? std::string() : found->second;
  };
  environment.in = &input;
  environment.out = &out;
  environment.err = &err;
  environment.in_is_terminal = environment.out_is_terminal = environment.err_is_terminal = terminal;
  environment.columns = columns;
  if (terminal) environment.err_columns = columns;
  environment.now = [this] { return now; };
  environment.sleep = [this](absl::Duration duration) { now += duration; };
  environment.open_channel = [this](const Settings&) { return server_.Channel(); };
  const ExitCode code = RunClient(arguments, environment);
  return {static_cast<int>(code), out.str(), err.str()};
}

google::rpc::Status RichStatus(int code, const std::string& message, const std::string& reason,
                               const std::map<std::string, std::string>& metadata) {
  google::rpc::Status status;
  status.set_code(code);
  status.set_message(message);
  google::rpc::ErrorInfo info;
  info.set_reason(reason);
  info.set_domain("arasha.kz");
  info.mutable_metadata()->insert(metadata.begin(), metadata.end());
  status.add_details()->PackFrom(info);
  return status;
}

google::rpc::Status BadFields(const std::vector<std::pair<std::string, std::string>>& violations,
                              const std::vector<BadField>& problems) {
  google::rpc::Status status = RichStatus(3, "bad fields", "INVALID_FIELD");
  google::rpc::BadRequest bad;
  for (const auto& [field, description] : violations) {
    auto& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description(description);
  }
  v1::FieldProblems worded;
  for (const BadField& problem : problems) {
    auto& added = *worded.add_problems();
    added.set_field(problem.field);
    added.set_problem(problem.problem);
    added.mutable_parameters()->insert(problem.parameters.begin(), problem.parameters.end());
  }
  status.add_details()->PackFrom(bad);
  if (!problems.empty()) status.add_details()->PackFrom(worded);
  return status;
}

}  // namespace arasha::clients
