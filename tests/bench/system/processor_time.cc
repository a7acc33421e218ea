#include "tests/bench/system/processor_time.h"

#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "tests/bench/system/latencies.h"

namespace arasha::bench {
namespace {

// Of /proc/PID/stat; times are in ticks.
struct Process {
  std::string program;
  int parent = 0;
  int64_t own = 0;
  int64_t ended_children = 0;
};

std::optional<Process> ReadProcess(int pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string line;
  if (!std::getline(file, line)) return std::nullopt;
  // The program's name is in brackets and may hold anything.
  const size_t open = line.find('(');
  const size_t close = line.rfind(')');
  if (open == std::string::npos || close == std::string::npos) return std::nullopt;
  Process process;
  process.program = line.substr(open + 1, close - open - 1);
  std::istringstream fields(line.substr(close + 1));
  std::string skipped;
  fields >> skipped >> process.parent;
  for (int i = 0; i < 9; ++i) fields >> skipped;
  int64_t user = 0, system = 0, children_user = 0, children_system = 0;
  if (!(fields >> user >> system >> children_user >> children_system)) return std::nullopt;
  process.own = user + system;
  process.ended_children = children_user + children_system;
  return process;
}

absl::Duration OfTicks(int64_t ticks) { return absl::Seconds(1) * ticks / sysconf(_SC_CLK_TCK); }

// A session's parent is the postmaster, which is every other's parent and takes over what those took that
// ended.
std::optional<absl::Duration> ReadDatabase(int backend_pid) {
  const std::optional<Process> backend = ReadProcess(backend_pid);
  // A database elsewhere may have a session of a number that is another program's here.
  if (!backend || backend->program != "postgres") return std::nullopt;
  const std::optional<Process> postmaster = ReadProcess(backend->parent);
  if (!postmaster) return std::nullopt;
  int64_t ticks = postmaster->own + postmaster->ended_children;
  std::error_code gone;
  for (const auto& entry : std::filesystem::directory_iterator("/proc", gone)) {
    int pid = 0;
    if (!absl::SimpleAtoi(entry.path().filename().string(), &pid)) continue;
    const std::optional<Process> process = ReadProcess(pid);
    if (process && process->parent == backend->parent) ticks += process->own + process->ended_children;
  }
  return OfTicks(ticks);
}

std::optional<absl::Duration> MedianOfEach(const std::vector<ProcessorTime>& rounds,
                                           std::optional<absl::Duration> ProcessorTime::*which) {
  std::vector<double> micros;
  for (const ProcessorTime& round : rounds) {
    if (!(round.*which)) return std::nullopt;
    micros.push_back(absl::ToDoubleMicroseconds(*(round.*which)));
  }
  return absl::Microseconds(Median(std::move(micros)));
}

}  // namespace

ProcessorTime ReadProcessorTime(int server_pid, int backend_pid) {
  ProcessorTime time;
  if (server_pid != 0) {
    if (const auto server = ReadProcess(server_pid)) time.server = OfTicks(server->own);
  }
  time.database = ReadDatabase(backend_pid);
  return time;
}

ProcessorTime PerCall(const ProcessorTime& begin, const ProcessorTime& end, size_t calls) {
  const auto between = [&](const std::optional<absl::Duration>& from,
                           const std::optional<absl::Duration>& to) -> std::optional<absl::Duration> {
    if (!from || !to) return std::nullopt;
    return (*to - *from) / static_cast<int64_t>(calls);
  };
  return {.server = between(begin.server, end.server), .database = between(begin.database, end.database)};
}

ProcessorTime MedianOf(const std::vector<ProcessorTime>& rounds) {
  return {.server = MedianOfEach(rounds, &ProcessorTime::server),
          .database = MedianOfEach(rounds, &ProcessorTime::database)};
}

}  // namespace arasha::bench
