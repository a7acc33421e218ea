#ifndef ARASHA_TESTS_BENCH_SOAK_SOAK_CALLERS_H_
#define ARASHA_TESTS_BENCH_SOAK_SOAK_CALLERS_H_

#include <grpcpp/grpcpp.h>

#include <memory>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "tests/bench/soak/soak_figures.h"
#include "tests/bench/system/connection.h"
#include "tests/bench/system/failed_call.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {

// One who makes a call after another until the end.
class Caller {
 public:
  Caller(Connection& connection, SoakFigures& figures, absl::Time end)
      : connection_(connection), figures_(figures), end_(end) {}

  bool Goes() const { return absl::Now() < end_ && !figures_.Enough(); }

  // Whether it was answered as it should; the answer is counted under `operation`.
  template <typename Service, typename Request, typename Response>
  bool Call(const char* operation,
            grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
            const Request& request, Response& response) {
    // Under a deadline that a busy machine keeps too.
    constexpr absl::Duration kCallTime = absl::Seconds(30);
    const int64_t log_size = connection_.log().Size();
    const auto channel = connection_.Channel();
    const std::string connection = connection_.Describe();
    grpc::ClientContext context;
    const absl::Time begun = absl::Now();
    context.set_deadline(absl::ToChronoTime(begun + kCallTime));
    const grpc::Status status = ((*Service::NewStub(channel)).*method)(&context, request, &response);
    figures_.Take({operation, connection, begun, absl::Now() - begun, log_size}, status, connection_.log());
    return status.ok();
  }

  SoakFigures& figures() { return figures_; }

 private:
  Connection& connection_;
  SoakFigures& figures_;
  const absl::Time end_;
};

// Reads, lists, searches, opens cases, notes in them and moves them on.
void ActAsOfficer(Caller& caller, const Population& population);
// Reads the log and the rows of the register from the beginning to the newest head, again and again.
void ExportLog(Caller& caller);
// Has reports of every kind made, in every language, and reads their files.
void MakeReports(Caller& caller);
// Gives a role and takes it again.
void ChangeDirectory(Caller& caller);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SOAK_SOAK_CALLERS_H_
