#ifndef ARASHA_TESTS_BENCH_SYSTEM_PROCESSOR_TIME_H_
#define ARASHA_TESTS_BENCH_SYSTEM_PROCESSOR_TIME_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/time/time.h"

// Processor time of what is measured, from /proc: so only what runs on this machine is known.
namespace arasha::bench {

struct ProcessorTime {
  std::optional<absl::Duration> server;
  std::optional<absl::Duration> database;
};

// What arashad and all processes of PostgreSQL took since they began, those that have ended as well.
// `server_pid` is 0 if not known, `backend_pid` that of any of PostgreSQL's sessions.
ProcessorTime ReadProcessorTime(int server_pid, int backend_pid);

// What each of `calls` took from `begin` to `end`.
ProcessorTime PerCall(const ProcessorTime& begin, const ProcessorTime& end, size_t calls);

// The median of each, where all rounds know it.
ProcessorTime MedianOf(const std::vector<ProcessorTime>& rounds);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_PROCESSOR_TIME_H_
