#include "tests/bench/soak/soak_figures.h"

#include <algorithm>
#include <iostream>
#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"
#include "tests/bench/system/latencies.h"

namespace arasha::bench {
namespace {

// What the API documents as an answer to whoever asks for much at once: nothing was done, try again.
bool IsDocumented(grpc::StatusCode code, const std::string& reason) {
  static const std::set<std::pair<grpc::StatusCode, std::string>> documented = {
      {grpc::StatusCode::RESOURCE_EXHAUSTED, "OVERLOADED"},
      {grpc::StatusCode::RESOURCE_EXHAUSTED, "RATE_LIMITED"},
      {grpc::StatusCode::ABORTED, "CONTENTION"}};
  return documented.contains({code, reason});
}

double Milliseconds(absl::Duration duration) { return absl::ToDoubleMilliseconds(duration); }

}  // namespace

void SoakFigures::Take(const CallFacts& call, const grpc::Status& status, const ServerLog& log) {
  Took(call.operation, call.took);
  if (status.ok()) return;
  const std::string reason = ReasonOf(status);
  if (IsDocumented(status.error_code(), reason)) {
    const absl::MutexLock lock(&mutex_);
    ++documented_[absl::StrCat(call.operation, " ",
                               absl::StatusCodeToString(static_cast<absl::StatusCode>(status.error_code())),
                               " ", reason)];
    return;
  }
  Fail(Describe(call, status, log));
}

void SoakFigures::Fail(const std::string& what) {
  ++failures_;
  const absl::MutexLock lock(&mutex_);
  std::cerr << "FAILED " << what << '\n';
}

void SoakFigures::Took(const std::string& what, absl::Duration time) {
  const absl::MutexLock lock(&mutex_);
  latencies_[what].push_back(time);
}

void SoakFigures::PrintTable(absl::Duration length, std::ostream& out) const {
  const absl::MutexLock lock(&mutex_);
  out << absl::StreamFormat("%-12s %9s %9s %9s %9s %9s\n", "", "calls", "per s", "p50 ms", "p99 ms",
                            "longest");
  for (const auto& [operation, latencies] : latencies_) {
    const Measurement measured = Measure(latencies, length);
    out << absl::StreamFormat("%-12s %9d %9.1f %9.2f %9.2f %9.2f\n", operation, measured.operations,
                              measured.per_second, Milliseconds(measured.p50), Milliseconds(measured.p99),
                              Milliseconds(*std::max_element(latencies.begin(), latencies.end())));
  }
  for (const auto& [what, count] : documented_) out << "answered " << what << ": " << count << " times\n";
  out << "failed: " << failures_ << '\n';
}

void SoakFigures::PrintJson(absl::Duration length, int64_t bytes_before, int64_t bytes_after,
                            std::ostream& out) const {
  const absl::MutexLock lock(&mutex_);
  nlohmann::ordered_json json;
  json["seconds"] = absl::ToDoubleSeconds(length);
  for (const auto& [operation, latencies] : latencies_) {
    const Measurement measured = Measure(latencies, length);
    json["operations"][operation] = {
        {"calls", measured.operations},
        {"per_second", measured.per_second},
        {"p50_ms", Milliseconds(measured.p50)},
        {"p99_ms", Milliseconds(measured.p99)},
        {"longest_ms", Milliseconds(*std::max_element(latencies.begin(), latencies.end()))}};
  }
  json["documented"] = documented_;
  json["failed"] = failures_.load();
  json["server_bytes_before"] = bytes_before;
  json["server_bytes_after"] = bytes_after;
  out << json.dump(2) << '\n';
}

}  // namespace arasha::bench
