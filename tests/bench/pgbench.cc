#include "tests/bench/pgbench.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/bench/program.h"

namespace arasha::bench {
namespace {

namespace fs = std::filesystem;

// Those of storage/connection.cc that change how a statement runs.
constexpr char kSessionSettings[] =
    " options='-c TimeZone=UTC -c DateStyle=ISO -c jit=off -c synchronous_commit=on"
    " -c plan_cache_mode=force_generic_plan' client_encoding=UTF8";

constexpr int kMaxThreads = 2;

// Reads and removes the logs, whose lines are: client, number, latency in microseconds, ….
std::vector<absl::Duration> TakeLatencies(const fs::path& folder) {
  std::vector<absl::Duration> latencies;
  std::vector<fs::path> logs;
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
    if (absl::StartsWith(file.path().filename().string(), "latency.")) logs.push_back(file.path());
  }
  for (const fs::path& log : logs) {
    std::ifstream lines(log);
    for (std::string line; std::getline(lines, line);) {
      int64_t client = 0;
      int64_t number = 0;
      int64_t micros = 0;
      if (!(std::istringstream(line) >> client >> number >> micros)) {
        throw std::runtime_error(absl::StrCat("pgbench logged a line that is none: ", line));
      }
      latencies.push_back(absl::Microseconds(micros));
    }
    fs::remove(log);
  }
  return latencies;
}

double ReadRate(const std::string& output) {
  const size_t at = output.find("tps = ");
  double rate = 0;
  if (at == std::string::npos) throw std::runtime_error("pgbench said no rate: " + output);
  std::istringstream(output.substr(at + 6)) >> rate;
  return rate;
}

}  // namespace

Measurement RunPgbench(const Settings& settings, const PgbenchScript& script, int clients,
                       const std::string& folder) {
  std::vector<std::string> arguments = {settings.pgbench,
                                        "--no-vacuum",
                                        script.prepared ? "--protocol=prepared" : "--protocol=simple",
                                        absl::StrCat("--client=", clients),
                                        absl::StrCat("--jobs=", std::min(clients, kMaxThreads)),
                                        absl::StrCat("--time=", settings.seconds),
                                        "--log",
                                        absl::StrCat("--log-prefix=", folder, "/latency")};
  for (const auto& [name, value] : script.variables) {
    arguments.push_back("--define");
    arguments.push_back(absl::StrCat(name, "=", value));
  }
  for (size_t i = 0; i < script.texts.size(); ++i) {
    const std::string path = absl::StrCat(folder, "/script", i, ".sql");
    std::ofstream(path) << script.texts[i];
    arguments.push_back(absl::StrCat("--file=", path));
  }
  arguments.push_back(settings.server_database + kSessionSettings);

  const Ended ended = RunProgram(arguments, folder + "/pgbench.out");
  std::vector<absl::Duration> latencies = TakeLatencies(folder);
  if (ended.exit_code != 0 || latencies.empty()) {
    throw std::runtime_error(
        absl::StrCat("pgbench failed (", ended.exit_code, "): ", ended.output.substr(0, 2000)));
  }
  Measurement measured = Measure(std::move(latencies), absl::Seconds(settings.seconds));
  measured.per_second = ReadRate(ended.output);
  return measured;
}

}  // namespace arasha::bench
