#include "tests/bench/load/report.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"

namespace arasha::bench {
namespace {

using nlohmann::ordered_json;

double Millis(absl::Duration duration) { return absl::ToDoubleMilliseconds(duration); }

ordered_json ToJson(const Measurement& measured) {
  return {{"operations", measured.operations},
          {"per_second", measured.per_second},
          {"p50_ms", Millis(measured.p50)},
          {"p95_ms", Millis(measured.p95)},
          {"p99_ms", Millis(measured.p99)}};
}

}  // namespace

std::optional<bool> Comparison::met() const {
  const std::optional<double> target = TargetOf(operation);
  if (!target || in_flight != kTargetInFlight) return std::nullopt;
  return ratio() >= *target;
}

bool Report::AllMet() const {
  return lag.p99 < kLongestLag &&
         std::none_of(comparisons.begin(), comparisons.end(),
                      [](const Comparison& comparison) { return comparison.met() == false; });
}

void PrintTable(const Report& report, std::ostream& out) {
  out << absl::StreamFormat("%d cases; medians of %d rounds of %d s; latencies in ms\n\n", report.cases,
                            report.rounds, report.seconds);
  out << absl::StreamFormat("%-10s%10s%10s%8s%8s%8s%10s%8s%8s%8s%8s  %s\n", "operation", "in flight",
                            "server/s", "p50", "p95", "p99", "raw/s", "p50", "p95", "p99", "ratio", "target");
  for (const Comparison& c : report.comparisons) {
    out << absl::StreamFormat("%-10s%10d%10.0f%8.2f%8.2f%8.2f%10.0f%8.2f%8.2f%8.2f%8.2f", NameOf(c.operation),
                              c.in_flight, c.server.per_second, Millis(c.server.p50), Millis(c.server.p95),
                              Millis(c.server.p99), c.raw.per_second, Millis(c.raw.p50), Millis(c.raw.p95),
                              Millis(c.raw.p99), c.ratio());
    if (const auto met = c.met()) {
      out << absl::StreamFormat("  %.1f %s", TargetOf(c.operation).value(), *met ? "met" : "missed");
    }
    out << '\n';
  }
  out << absl::StreamFormat("\ndatabase transactions per call    %.2f\n", report.transactions_per_call);
  out << absl::StreamFormat("call to signed head              %.0f, in 99 of 100 cases %.0f ms  %.0f %s\n",
                            Millis(report.lag.p50), Millis(report.lag.p99), Millis(kLongestLag),
                            report.lag.p99 < kLongestLag ? "met" : "missed");
  if (report.idle) {
    out << absl::StreamFormat("idle server, resident             %.1f MiB\n",
                              static_cast<double>(report.idle->server_bytes) / (1 << 20));
    out << absl::StreamFormat("each idle connection, resident    %.1f KiB (of %d)\n",
                              static_cast<double>(report.idle->connection_bytes) / (1 << 10),
                              report.idle->connections);
  }
  if (report.cli)
    out << absl::StreamFormat("`arasha case show`, end to end    %.1f ms\n", Millis(*report.cli));
}

void PrintJson(const Report& report, std::ostream& out) {
  ordered_json json = {{"cases", report.cases}, {"seconds", report.seconds}, {"rounds", report.rounds}};
  json["results"] = ordered_json::array();
  for (const Comparison& c : report.comparisons) {
    ordered_json result = {{"operation", std::string(NameOf(c.operation))},
                           {"in_flight", c.in_flight},
                           {"server", ToJson(c.server)},
                           {"raw", ToJson(c.raw)},
                           {"ratio", c.ratio()}};
    if (const auto met = c.met()) {
      result["target"] = TargetOf(c.operation).value();
      result["met"] = *met;
    }
    json["results"].push_back(std::move(result));
  }
  json["transactions_per_call"] = report.transactions_per_call;
  json["log_lag"] = {{"p50_ms", Millis(report.lag.p50)}, {"p99_ms", Millis(report.lag.p99)}};
  if (report.idle) {
    json["idle_server_bytes"] = report.idle->server_bytes;
    json["idle_connection_bytes"] = report.idle->connection_bytes;
    json["idle_connections"] = report.idle->connections;
  }
  if (report.cli) json["cli_ms"] = Millis(*report.cli);
  json["targets_met"] = report.AllMet();
  out << json.dump(2) << '\n';
}

}  // namespace arasha::bench
