#include "tests/bench/system/latencies.h"

#include <algorithm>
#include <cmath>

namespace arasha::bench {
namespace {

absl::Duration Percentile(std::vector<absl::Duration>& latencies, double share) {
  const auto count = static_cast<double>(latencies.size());
  const auto rank = static_cast<size_t>(std::max(1.0, std::ceil(share * count)));
  const auto at = latencies.begin() + static_cast<std::ptrdiff_t>(rank - 1);
  std::nth_element(latencies.begin(), at, latencies.end());
  return *at;
}

absl::Duration MedianDuration(const std::vector<Measurement>& rounds, absl::Duration Measurement::*figure) {
  std::vector<double> values;
  for (const Measurement& round : rounds) values.push_back(absl::ToDoubleMicroseconds(round.*figure));
  return absl::Microseconds(Median(std::move(values)));
}

}  // namespace

Measurement Measure(std::vector<absl::Duration> latencies, absl::Duration elapsed) {
  return {.operations = latencies.size(),
          .per_second = static_cast<double>(latencies.size()) / absl::ToDoubleSeconds(elapsed),
          .p50 = Percentile(latencies, 0.50),
          .p95 = Percentile(latencies, 0.95),
          .p99 = Percentile(latencies, 0.99)};
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
}

Measurement MedianOf(const std::vector<Measurement>& rounds) {
  Measurement median;
  std::vector<double> rates;
  for (const Measurement& round : rounds) {
    median.operations += round.operations;
    rates.push_back(round.per_second);
  }
  median.per_second = Median(std::move(rates));
  median.p50 = MedianDuration(rounds, &Measurement::p50);
  median.p95 = MedianDuration(rounds, &Measurement::p95);
  median.p99 = MedianDuration(rounds, &Measurement::p99);
  return median;
}

}  // namespace arasha::bench
