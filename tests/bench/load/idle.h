#ifndef ARASHA_TESTS_BENCH_LOAD_IDLE_H_
#define ARASHA_TESTS_BENCH_LOAD_IDLE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "tests/bench/system/settings.h"

// What the server costs when it does nothing, and what the command line costs on top of a call.
namespace arasha::bench {

struct Idle {
  int64_t server_bytes = 0;      // resident, before any load
  int64_t connection_bytes = 0;  // resident, for each idle connection more
  int connections = 0;
};

// Resident memory of a process. Throws if it cannot be read.
int64_t ResidentBytes(int pid);

// Opens settings.idle_connections over mTLS, lets them rest, and closes them. nullopt if the server's
// process is not known. Must come before any load: memory that the server took and freed would hide what
// connections take.
std::optional<Idle> MeasureIdle(const Settings& settings);

// From the start of settings.cli to its end, `case show` of `case_name`: process, TLS handshake, call,
// printing. Median of several.
absl::Duration MeasureCli(const Settings& settings, const std::string& case_name, const std::string& folder);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_IDLE_H_
