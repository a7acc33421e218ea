#include "tests/bench/load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <exception>
#include <fstream>
#include <optional>
#include <sstream>
#include <stdexcept>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/cases.grpc.pb.h"

namespace arasha::bench {
namespace {

// As long as a client of ours would wait.
constexpr absl::Duration kCallTime = absl::Seconds(10);

std::string ReadFile(const std::string& path) {
  std::ostringstream content;
  content << std::ifstream(path).rdbuf();
  if (content.str().empty()) throw std::runtime_error(absl::StrCat(path, ": cannot be read"));
  return content.str();
}

void Expect(const grpc::Status& status, absl::string_view what) {
  if (status.ok()) return;
  throw std::runtime_error(absl::StrCat(what, ": ", status.error_message(), " (code ",
                                        static_cast<int>(status.error_code()), ")"));
}

void SetDeadline(grpc::ClientContext& context) {
  context.set_deadline(absl::ToChronoTime(absl::Now() + kCallTime));
}

// One call of the several that a line keeps under way, used again and again.
template <typename Response>
struct Slot {
  std::optional<grpc::ClientContext> context;
  std::unique_ptr<grpc::ClientAsyncResponseReader<Response>> reader;
  Response response;
  grpc::Status status;
  absl::Time begun;
};

}  // namespace

std::shared_ptr<grpc::ChannelInterface> OpenChannel(const Settings& settings) {
  grpc::ChannelArguments arguments;
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetInt(GRPC_ARG_ENABLE_RETRIES, 0);
  arguments.SetInt(GRPC_ARG_SERVICE_CONFIG_DISABLE_RESOLUTION, 1);
  return grpc::CreateCustomChannel(
      settings.endpoint,
      grpc::SslCredentials({ReadFile(settings.ca), ReadFile(settings.key), ReadFile(settings.certificate)}),
      arguments);
}

std::string WhoAmI(const Settings& settings) {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::WhoAmIResponse response;
  Expect(v1::Admin::NewStub(OpenChannel(settings))->WhoAmI(&context, {}, &response), "WhoAmI");
  return response.name();
}

v1::Case CreateCase(const Settings& settings, const v1::CreateCaseRequest& request) {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::Case response;
  Expect(v1::Cases::NewStub(OpenChannel(settings))->CreateCase(&context, request, &response), "CreateCase");
  return response;
}

v1::Entry AddEntry(const Settings& settings, const v1::AddEntryRequest& request) {
  grpc::ClientContext context;
  SetDeadline(context);
  v1::Entry response;
  Expect(v1::Cases::NewStub(OpenChannel(settings))->AddEntry(&context, request, &response), "AddEntry");
  return response;
}

class Load::Line {
 public:
  Line(const Settings& settings, const Population& population, int in_flight)
      : in_flight_(in_flight), stub_(v1::Cases::NewStub(OpenChannel(settings))), requests_(population) {}

  ~Line() {
    queue_.Shutdown();
    void* tag = nullptr;
    bool ok = false;
    while (queue_.Next(&tag, &ok)) {
    }
  }

  // Latencies of all calls begun until `end`.
  std::vector<absl::Duration> Run(Operation operation, absl::Time end) {
    switch (operation) {
      case Operation::kGet:
        return Keep<v1::Case>(
            end, [&](auto* context) { return stub_->AsyncGetCase(context, requests_.Get(), &queue_); });
      case Operation::kList:
        return Keep<v1::ListCasesResponse>(
            end, [&](auto* context) { return stub_->AsyncListCases(context, requests_.List(), &queue_); });
      case Operation::kSearch:
        return Keep<v1::ListCasesResponse>(
            end, [&](auto* context) { return stub_->AsyncListCases(context, requests_.Search(), &queue_); });
      case Operation::kAddEntry:
        return Keep<v1::Entry>(
            end, [&](auto* context) { return stub_->AsyncAddEntry(context, requests_.AddEntry(), &queue_); });
      case Operation::kCreate:
        return Keep<v1::Case>(
            end, [&](auto* context) { return stub_->AsyncCreateCase(context, requests_.Create(), &queue_); });
    }
    return {};
  }

 private:
  static void ExpectWhole(const v1::ListCasesResponse& response) {
    if (response.cases_size() != kPageSize) throw std::runtime_error("ListCases: a page is not full");
  }
  template <typename Response>
  static void ExpectWhole(const Response&) {}

  template <typename Response, typename Begin>
  std::vector<absl::Duration> Keep(absl::Time end, Begin begin) {
    std::vector<Slot<Response>> slots(static_cast<size_t>(in_flight_));
    std::vector<absl::Duration> latencies;
    std::exception_ptr failure;
    size_t under_way = 0;
    const auto start = [&](Slot<Response>& slot) {
      slot.context.emplace();
      SetDeadline(*slot.context);
      slot.begun = absl::Now();
      slot.reader = begin(&*slot.context);
      slot.reader->Finish(&slot.response, &slot.status, &slot);
      ++under_way;
    };
    for (Slot<Response>& slot : slots) start(slot);
    void* tag = nullptr;
    bool ok = false;
    // After a failure the others' answers are still awaited: the queue points into the slots.
    while (under_way > 0 && queue_.Next(&tag, &ok)) {
      --under_way;
      auto& slot = *static_cast<Slot<Response>*>(tag);
      const absl::Time now = absl::Now();
      latencies.push_back(now - slot.begun);
      try {
        Expect(slot.status, "a call failed");
        ExpectWhole(slot.response);
      } catch (const std::exception&) {
        failure = std::current_exception();
      }
      if (now < end && !failure) start(slot);
    }
    if (failure) std::rethrow_exception(failure);
    return latencies;
  }

  const int in_flight_;
  std::unique_ptr<v1::Cases::Stub> stub_;
  grpc::CompletionQueue queue_;
  Requests requests_;
};

Load::Load(const Settings& settings, const Population& population, int in_flight) {
  const int lines = std::min(settings.connections, in_flight);
  for (int i = 0; i < lines; ++i) {
    const int share = in_flight / lines + (i < in_flight % lines ? 1 : 0);
    lines_.push_back(std::make_unique<Line>(settings, population, share));
  }
}
Load::~Load() = default;

Measurement Load::Run(Operation operation, absl::Duration length) {
  std::vector<std::vector<absl::Duration>> parts(lines_.size());
  std::vector<std::exception_ptr> failures(lines_.size());
  const absl::Time begun = absl::Now();
  std::vector<std::thread> threads;
  for (size_t i = 0; i < lines_.size(); ++i) {
    threads.emplace_back([&, i] {
      try {
        parts[i] = lines_[i]->Run(operation, begun + length);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  const absl::Duration elapsed = absl::Now() - begun;
  std::vector<absl::Duration> all;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (failures[i]) std::rethrow_exception(failures[i]);
    all.insert(all.end(), parts[i].begin(), parts[i].end());
  }
  return Measure(std::move(all), elapsed);
}

void OpenCases(const Settings& settings, const Requests& requests, const std::vector<int>& missing) {
  const auto stub = v1::Cases::NewStub(OpenChannel(settings));
  std::vector<std::exception_ptr> failures(missing.size());
  std::vector<std::thread> threads;
  // A thread a mission: openings of one mission wait for each other anyway.
  for (size_t i = 0; i < missing.size(); ++i) {
    threads.emplace_back([&, i] {
      try {
        for (int n = 0; n < missing[i]; ++n) {
          grpc::ClientContext context;
          SetDeadline(context);
          v1::Case response;
          Expect(stub->CreateCase(&context, requests.Create(MissionCode(static_cast<int>(i))), &response),
                 "CreateCase");
        }
      } catch (...) {
        failures[i] = std::current_exception();
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& failure : failures) {
    if (failure) std::rethrow_exception(failure);
  }
}

}  // namespace arasha::bench
