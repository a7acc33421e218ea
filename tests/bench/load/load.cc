#include "tests/bench/load/load.h"

#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <exception>
#include <optional>
#include <stdexcept>
#include <thread>

#include "absl/time/clock.h"
#include "arasha/v1/admin.grpc.pb.h"
#include "arasha/v1/cases.grpc.pb.h"
#include "tests/bench/system/connection.h"
#include "tests/bench/system/failed_call.h"

namespace arasha::bench {
namespace {

// What a busy machine keeps too, where the database is filled from 64 threads at once.
constexpr absl::Duration kCallTime = absl::Seconds(30);

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
  int64_t log_size = 0;
};

template <typename Service, typename Request, typename Response>
Response Call(Connection& connection, const char* operation, const Request& request,
              grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*)) {
  const int64_t log_size = connection.log().Size();
  grpc::ClientContext context;
  SetDeadline(context);
  Response response;
  const absl::Time begun = absl::Now();
  const auto stub = Service::NewStub(connection.Channel());
  const grpc::Status status = ((*stub).*method)(&context, request, &response);
  if (!status.ok()) {
    throw std::runtime_error(Describe(
        {operation, connection.Describe(), begun, absl::Now() - begun, log_size}, status, connection.log()));
  }
  return response;
}

}  // namespace

std::string WhoAmI(const Settings& settings) {
  Connection connection(settings, 0);
  return Call<v1::Admin>(connection, "WhoAmI", v1::WhoAmIRequest(), &v1::Admin::Stub::WhoAmI).name();
}

v1::Case CreateCase(const Settings& settings, const v1::CreateCaseRequest& request) {
  Connection connection(settings, 0);
  return Call<v1::Cases>(connection, "CreateCase", request, &v1::Cases::Stub::CreateCase);
}

v1::Entry AddEntry(const Settings& settings, const v1::AddEntryRequest& request) {
  Connection connection(settings, 0);
  return Call<v1::Cases>(connection, "AddEntry", request, &v1::Cases::Stub::AddEntry);
}

class Load::Line {
 public:
  Line(const Settings& settings, const Population& population, int number, int in_flight)
      : in_flight_(in_flight),
        connection_(settings, number),
        stub_(v1::Cases::NewStub(connection_.Channel())),
        requests_(population) {}

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
        return Keep<v1::Case>(operation, end, [&](auto* context) {
          return stub_->AsyncGetCase(context, requests_.Get(), &queue_);
        });
      case Operation::kList:
        return Keep<v1::ListCasesResponse>(operation, end, [&](auto* context) {
          return stub_->AsyncListCases(context, requests_.List(), &queue_);
        });
      case Operation::kSearch:
        return Keep<v1::ListCasesResponse>(operation, end, [&](auto* context) {
          return stub_->AsyncListCases(context, requests_.Search(), &queue_);
        });
      case Operation::kAddEntry:
        return Keep<v1::Entry>(operation, end, [&](auto* context) {
          return stub_->AsyncAddEntry(context, requests_.AddEntry(), &queue_);
        });
      case Operation::kCreate:
        return Keep<v1::Case>(operation, end, [&](auto* context) {
          return stub_->AsyncCreateCase(context, requests_.Create(), &queue_);
        });
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
  std::vector<absl::Duration> Keep(Operation operation, absl::Time end, Begin begin) {
    std::vector<Slot<Response>> slots(static_cast<size_t>(in_flight_));
    std::vector<absl::Duration> latencies;
    std::exception_ptr failure;
    size_t under_way = 0;
    const auto start = [&](Slot<Response>& slot) {
      slot.context.emplace();
      SetDeadline(*slot.context);
      slot.log_size = connection_.log().Size();
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
        if (!slot.status.ok()) {
          throw std::runtime_error(Describe({std::string(NameOf(operation)), connection_.Describe(),
                                             slot.begun, now - slot.begun, slot.log_size},
                                            slot.status, connection_.log()));
        }
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
  Connection connection_;
  std::unique_ptr<v1::Cases::Stub> stub_;
  grpc::CompletionQueue queue_;
  Requests requests_;
};

Load::Load(const Settings& settings, const Population& population, int in_flight) {
  const int lines = std::min(settings.connections, in_flight);
  for (int i = 0; i < lines; ++i) {
    const int share = in_flight / lines + (i < in_flight % lines ? 1 : 0);
    lines_.push_back(std::make_unique<Line>(settings, population, i, share));
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
  Connection connection(settings, 0);
  std::vector<std::exception_ptr> failures(missing.size());
  std::vector<std::thread> threads;
  // A thread a mission: openings of one mission wait for each other anyway.
  for (size_t i = 0; i < missing.size(); ++i) {
    threads.emplace_back([&, i] {
      try {
        for (int n = 0; n < missing[i]; ++n) {
          Call<v1::Cases>(connection, "CreateCase", requests.Create(MissionCode(static_cast<int>(i))),
                          &v1::Cases::Stub::CreateCase);
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
