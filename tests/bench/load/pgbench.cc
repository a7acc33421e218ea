#include "tests/bench/load/pgbench.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/bench/system/program.h"

namespace arasha::bench {
namespace {

namespace fs = std::filesystem;

// Those of storage/postgres/connection.cc that change how a statement runs.
constexpr char kSessionSettings[] =
    " options='-c TimeZone=UTC -c DateStyle=ISO -c jit=off -c synchronous_commit=on"
    " -c plan_cache_mode=force_generic_plan' client_encoding=UTF8";

constexpr int kMaxThreads = 2;

// Its connections are new each time: they read catalogues and plan first, which the server's, being kept,
// did long ago.
constexpr int kWarmUpSeconds = 2;

struct Done {
  absl::Time at;
  absl::Duration latency;
};

// Reads and removes the logs, whose lines are: client, number, latency in microseconds, script, and the
// time of the end in seconds and microseconds.
std::vector<Done> TakeLog(const fs::path& folder) {
  std::vector<Done> all;
  std::vector<fs::path> logs;
  for (const fs::directory_entry& file : fs::directory_iterator(folder)) {
    if (absl::StartsWith(file.path().filename().string(), "latency.")) logs.push_back(file.path());
  }
  for (const fs::path& log : logs) {
    std::ifstream lines(log);
    for (std::string line; std::getline(lines, line);) {
      int64_t client = 0;
      int64_t number = 0;
      int64_t latency = 0;
      int64_t script = 0;
      int64_t seconds = 0;
      int64_t micros = 0;
      if (!(std::istringstream(line) >> client >> number >> latency >> script >> seconds >> micros)) {
        throw std::runtime_error(absl::StrCat("pgbench logged a line that is none: ", line));
      }
      all.push_back({.at = absl::FromUnixSeconds(seconds) + absl::Microseconds(micros),
                     .latency = absl::Microseconds(latency)});
    }
    fs::remove(log);
  }
  return all;
}

// Of what ended in the last `length` of the run.
Measurement MeasureEnd(const std::vector<Done>& all, absl::Duration length) {
  absl::Time end = absl::InfinitePast();
  for (const Done& done : all) end = std::max(end, done.at);
  std::vector<absl::Duration> latencies;
  for (const Done& done : all) {
    if (done.at > end - length) latencies.push_back(done.latency);
  }
  return Measure(std::move(latencies), length);
}

}  // namespace

PgbenchRun RunPgbench(const Settings& settings, const std::string& database, const PgbenchScript& script,
                      int clients, const std::string& folder) {
  std::vector<std::string> arguments = {settings.pgbench,
                                        "--no-vacuum",
                                        script.prepared ? "--protocol=prepared" : "--protocol=simple",
                                        absl::StrCat("--client=", clients),
                                        absl::StrCat("--jobs=", std::min(clients, kMaxThreads)),
                                        absl::StrCat("--time=", kWarmUpSeconds + settings.seconds),
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
  arguments.push_back(database + kSessionSettings);

  const Ended ended = RunProgram(arguments, folder + "/pgbench.out");
  const std::vector<Done> all = TakeLog(folder);
  if (ended.exit_code != 0 || all.empty()) {
    throw std::runtime_error(
        absl::StrCat("pgbench failed (", ended.exit_code, "): ", ended.output.substr(0, 2000)));
  }
  return {.measured = MeasureEnd(all, absl::Seconds(settings.seconds)),
          .transactions = static_cast<int64_t>(all.size())};
}

}  // namespace arasha::bench
