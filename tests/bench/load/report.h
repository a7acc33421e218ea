#ifndef ARASHA_TESTS_BENCH_LOAD_REPORT_H_
#define ARASHA_TESTS_BENCH_LOAD_REPORT_H_

#include <cstdint>
#include <optional>
#include <ostream>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/load/disk.h"
#include "tests/bench/load/idle.h"
#include "tests/bench/system/latencies.h"
#include "tests/bench/system/operations.h"
#include "tests/bench/system/processor_time.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {

// One operation at one number of calls in flight: medians of all rounds.
struct Comparison {
  Operation operation;
  int in_flight = 0;
  Measurement server;
  Measurement raw;
  Measurement bare;
  ProcessorTime per_call;  // of the server's

  double ratio() const { return server.per_second / raw.per_second; }
  double bare_ratio() const { return server.per_second / bare.per_second; }
  // nullopt if there is no target for it.
  std::optional<bool> met() const;
  std::optional<bool> bare_met() const;
};

// A leaf must be under a signed head within this time, in 99 of 100 cases: until then only its line in the
// journal would tell that it was deleted.
inline constexpr absl::Duration kLongestLag = absl::Seconds(1);

struct Report {
  int64_t cases = 0;  // in the register when measuring began
  int seconds = 0;
  int rounds = 0;
  std::vector<Comparison> comparisons;
  double transactions_per_call = 0;  // of the server's; 1 is one round trip a call
  LogLag lag;
  std::optional<Idle> idle;
  std::optional<absl::Duration> cli;
  std::optional<Disk> disk;

  bool AllMet() const;
  // Those of bare PostgreSQL alone.
  bool AllBareMet() const;
};

void PrintTable(const Report& report, std::ostream& out);
void PrintJson(const Report& report, std::ostream& out);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_REPORT_H_
