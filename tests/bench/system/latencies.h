#ifndef ARASHA_TESTS_BENCH_SYSTEM_LATENCIES_H_
#define ARASHA_TESTS_BENCH_SYSTEM_LATENCIES_H_

#include <vector>

#include "absl/time/time.h"

namespace arasha::bench {

// How one round went.
struct Measurement {
  size_t operations = 0;
  double per_second = 0;
  absl::Duration p50;
  absl::Duration p95;
  absl::Duration p99;
};

// Exact percentiles (nearest rank) of every latency of a round that took `elapsed`. `latencies` must not
// be empty.
Measurement Measure(std::vector<absl::Duration> latencies, absl::Duration elapsed);

// The middle of the values; the mean of the two middle ones if their number is even. `values` must not
// be empty.
double Median(std::vector<double> values);

// The median of every figure, and the sum of the operations.
Measurement MedianOf(const std::vector<Measurement>& rounds);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_LATENCIES_H_
