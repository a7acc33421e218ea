#ifndef ARASHA_TESTS_BENCH_LOAD_LOAD_H_
#define ARASHA_TESTS_BENCH_LOAD_LOAD_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "arasha/v1/cases.pb.h"
#include "tests/bench/system/latencies.h"
#include "tests/bench/system/operations.h"
#include "tests/bench/system/requests.h"
#include "tests/bench/system/settings.h"

// The server, called over mTLS. Any call that fails throws, with all that is known of it: a benchmark of
// refusals measures nothing.
namespace arasha::bench {

// Who we are to the server, "staff/a.omarova".
std::string WhoAmI(const Settings& settings);

v1::Case CreateCase(const Settings& settings, const v1::CreateCaseRequest& request);
v1::Entry AddEntry(const Settings& settings, const v1::AddEntryRequest& request);

// Opens `missing[i]` cases in the i-th mission, all with `requests`' case.
void OpenCases(const Settings& settings, const Requests& requests, const std::vector<int>& missing);

// Keeps `in_flight` calls under way, spread over settings.connections, each with a thread and a
// completion queue: the cheapest client that gRPC has, for it shares the machine with what it measures.
class Load {
 public:
  Load(const Settings& settings, const Population& population, int in_flight);
  ~Load();

  // Begins calls for `length`, awaits the last answers, and measures all of them.
  Measurement Run(Operation operation, absl::Duration length);

 private:
  class Line;
  std::vector<std::unique_ptr<Line>> lines_;
};

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_LOAD_H_
