#include "tests/bench/load/idle.h"

#include <grpcpp/channel.h>

#include <fstream>
#include <memory>
#include <stdexcept>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/bench/system/connection.h"
#include "tests/bench/system/latencies.h"
#include "tests/bench/system/program.h"

namespace arasha::bench {
namespace {

constexpr absl::Duration kConnectTime = absl::Seconds(20);
constexpr absl::Duration kRest = absl::Seconds(2);
constexpr int kCliRuns = 21;

}  // namespace

int64_t ResidentBytes(int pid) {
  std::ifstream status(absl::StrCat("/proc/", pid, "/status"));
  for (std::string word; status >> word;) {
    int64_t kibibytes = 0;
    if (word == "VmRSS:" && status >> kibibytes) return kibibytes * 1024;
  }
  throw std::runtime_error(absl::StrCat("process ", pid, ": its memory cannot be read; is it arashad's?"));
}

std::optional<Idle> MeasureIdle(const Settings& settings) {
  if (settings.server_pid == 0) return std::nullopt;
  Idle idle;
  idle.connections = settings.idle_connections;
  idle.server_bytes = ResidentBytes(settings.server_pid);
  std::vector<std::shared_ptr<grpc::ChannelInterface>> channels;
  for (int i = 0; i < settings.idle_connections; ++i) {
    channels.push_back(OpenChannel(settings));
    if (!channels.back()->WaitForConnected(absl::ToChronoTime(absl::Now() + kConnectTime))) {
      throw std::runtime_error(absl::StrCat("the server takes no more than ", i, " connections"));
    }
  }
  absl::SleepFor(kRest);
  idle.connection_bytes =
      (ResidentBytes(settings.server_pid) - idle.server_bytes) / settings.idle_connections;
  return idle;
}

absl::Duration MeasureCli(const Settings& settings, const std::string& case_name, const std::string& folder) {
  std::vector<double> seconds;
  for (int i = 0; i < kCliRuns; ++i) {
    const Ended ended = RunProgram({settings.cli, "case", "show", case_name}, folder + "/cli.out");
    if (ended.exit_code != 0) throw std::runtime_error(absl::StrCat(settings.cli, ": ", ended.output));
    seconds.push_back(absl::ToDoubleSeconds(ended.elapsed));
  }
  return absl::Seconds(Median(std::move(seconds)));
}

}  // namespace arasha::bench
