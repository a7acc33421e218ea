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

std::optional<bool> Met(const Comparison& comparison, double ratio, std::optional<double> target) {
  if (!target || comparison.in_flight != kTargetInFlight) return std::nullopt;
  return ratio >= *target;
}

// "0.4 met", or nothing.
std::string Verdict(std::optional<bool> met, std::optional<double> target) {
  return met ? absl::StrFormat("%g %s", *target, *met ? "met" : "missed") : "";
}

std::string Micros(const std::optional<absl::Duration>& duration) {
  return duration ? absl::StrFormat("%.0f", absl::ToDoubleMicroseconds(*duration)) : "?";
}

}  // namespace

std::optional<bool> Comparison::met() const { return Met(*this, ratio(), TargetsOf(operation).raw); }

std::optional<bool> Comparison::bare_met() const {
  return Met(*this, bare_ratio(), TargetsOf(operation).bare);
}

bool Report::AllMet() const {
  return lag.p99 < kLongestLag &&
         std::none_of(comparisons.begin(), comparisons.end(),
                      [](const Comparison& comparison) { return comparison.met() == false; });
}

bool Report::AllBareMet() const {
  return std::none_of(comparisons.begin(), comparisons.end(),
                      [](const Comparison& comparison) { return comparison.bare_met() == false; });
}

void PrintTable(const Report& report, std::ostream& out) {
  out << absl::StreamFormat(
      "%d cases; medians of %d rounds of %d s; latencies in ms, processor time of a call in us\n\n",
      report.cases, report.rounds, report.seconds);
  out << absl::StreamFormat("%-9s%10s%9s%8s%8s%8s%8s%8s%8s%8s%7s  %-11s%8s%8s  %-11s%8s%9s\n", "operation",
                            "in flight", "server/s", "p50", "p95", "p99", "raw/s", "p50", "p95", "p99",
                            "ratio", "target", "bare/s", "of bare", "target", "arashad", "postgres");
  for (const Comparison& c : report.comparisons) {
    out << absl::StreamFormat(
        "%-9s%10d%9.0f%8.2f%8.2f%8.2f%8.0f%8.2f%8.2f%8.2f%7.2f  %-11s%8.0f%8.2f  %-11s%8s%9s\n",
        NameOf(c.operation), c.in_flight, c.server.per_second, Millis(c.server.p50), Millis(c.server.p95),
        Millis(c.server.p99), c.raw.per_second, Millis(c.raw.p50), Millis(c.raw.p95), Millis(c.raw.p99),
        c.ratio(), Verdict(c.met(), TargetsOf(c.operation).raw), c.bare.per_second, c.bare_ratio(),
        Verdict(c.bare_met(), TargetsOf(c.operation).bare), Micros(c.per_call.server),
        Micros(c.per_call.database));
  }
  out << absl::StreamFormat("\ndatabase transactions per call    %.2f\n", report.transactions_per_call);
  out << absl::StreamFormat("call to signed head              %.0f, in 99 of 100 cases %.0f ms  %.0f %s\n",
                            Millis(report.lag.p50), Millis(report.lag.p99), Millis(kLongestLag),
                            report.lag.p99 < kLongestLag ? "met" : "missed");
  if (report.disk) {
    out << absl::StreamFormat("fdatasync of 8 KiB               %.2f, in 99 of 100 cases %.2f ms  (%s)\n",
                              Millis(report.disk->p50), Millis(report.disk->p99), report.disk->folder);
  }
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
                           {"ratio", c.ratio()},
                           {"bare", ToJson(c.bare)},
                           {"bare_ratio", c.bare_ratio()}};
    if (c.per_call.server) result["server_cpu_us"] = absl::ToDoubleMicroseconds(*c.per_call.server);
    if (c.per_call.database) result["database_cpu_us"] = absl::ToDoubleMicroseconds(*c.per_call.database);
    if (const auto met = c.met()) {
      result["target"] = TargetsOf(c.operation).raw.value();
      result["met"] = *met;
    }
    if (const auto met = c.bare_met()) {
      result["bare_target"] = TargetsOf(c.operation).bare.value();
      result["bare_met"] = *met;
    }
    json["results"].push_back(std::move(result));
  }
  json["transactions_per_call"] = report.transactions_per_call;
  json["log_lag"] = {{"p50_ms", Millis(report.lag.p50)}, {"p99_ms", Millis(report.lag.p99)}};
  if (report.disk) {
    json["fdatasync"] = {{"folder", report.disk->folder},
                         {"p50_ms", Millis(report.disk->p50)},
                         {"p99_ms", Millis(report.disk->p99)}};
  }
  if (report.idle) {
    json["idle_server_bytes"] = report.idle->server_bytes;
    json["idle_connection_bytes"] = report.idle->connection_bytes;
    json["idle_connections"] = report.idle->connections;
  }
  if (report.cli) json["cli_ms"] = Millis(*report.cli);
  json["targets_met"] = report.AllMet();
  json["bare_targets_met"] = report.AllBareMet();
  out << json.dump(2) << '\n';
}

}  // namespace arasha::bench
