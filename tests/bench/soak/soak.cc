#include "tests/bench/soak/soak.h"

#include <unistd.h>

#include <algorithm>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "tests/bench/load/idle.h"
#include "tests/bench/soak/soak_callers.h"
#include "tests/bench/soak/soak_figures.h"
#include "tests/bench/system/connection.h"
#include "tests/bench/system/program.h"

namespace arasha::bench {
namespace {

// Connections come and go under any load, with the certificates that are there by then.
constexpr absl::Duration kConnectionLife = absl::Seconds(10);
constexpr absl::Duration kMeanwhile = absl::Seconds(5);

Settings As(Settings settings, const std::string& folder) {
  settings.certificate = folder + "/cert.pem";
  settings.key = folder + "/key.pem";
  return settings;
}

double Mebibytes(int64_t bytes) { return static_cast<double>(bytes) / (1 << 20); }

// Runs the command again and again until `end`.
void RunMeanwhile(const std::string& command, SoakFigures& figures, absl::Time end) {
  const std::string output = std::filesystem::temp_directory_path() / absl::StrCat("arasha-soak.", getpid());
  while (absl::Now() < end && !figures.Enough()) {
    const Ended ended = RunProgram({"/bin/sh", "-c", command}, output);
    figures.Took("meanwhile", ended.elapsed);
    if (ended.exit_code != 0) {
      figures.Fail(absl::StrCat("--meanwhile ended with ", ended.exit_code, ": ", ended.output));
    }
    absl::SleepFor(std::min(kMeanwhile, std::max(absl::ZeroDuration(), end - absl::Now())));
  }
  std::error_code none;
  std::filesystem::remove(output, none);
}

}  // namespace

int RunSoak(const Settings& settings, const Population& population, std::ostream& out) {
  const Soak& soak = *settings.soak;
  std::vector<std::unique_ptr<Connection>> connections;
  for (int i = 0; i < soak.connections - 2; ++i) {
    connections.push_back(std::make_unique<Connection>(settings, i, kConnectionLife));
  }
  Connection auditors(As(settings, soak.auditor), soak.connections - 2, kConnectionLife);
  Connection administrators(As(settings, soak.admin), soak.connections - 1, kConnectionLife);

  SoakFigures figures;
  const int64_t before = settings.server_pid == 0 ? 0 : ResidentBytes(settings.server_pid);
  const absl::Time begun = absl::Now();
  const absl::Time end = begun + absl::Seconds(soak.seconds);
  std::vector<std::thread> threads;
  const auto start = [&](Connection& connection, std::function<void(Caller&)> act) {
    threads.emplace_back([&figures, &connection, end, act = std::move(act)] {
      try {
        Caller caller(connection, figures, end);
        act(caller);
      } catch (const std::exception& e) {
        figures.Fail(e.what());
      }
    });
  };
  for (int i = 0; i < soak.in_flight - kSoakCallersBesideOfficers; ++i) {
    start(*connections.at(static_cast<size_t>(i) % connections.size()),
          [&](Caller& caller) { ActAsOfficer(caller, population); });
  }
  start(auditors, ExportLog);
  start(auditors, ExportLog);
  start(auditors, MakeReports);
  start(administrators, ChangeDirectory);
  if (!soak.meanwhile.empty()) {
    threads.emplace_back([&] { RunMeanwhile(soak.meanwhile, figures, end); });
  }
  for (std::thread& thread : threads) thread.join();

  const absl::Duration length = absl::Now() - begun;
  const int64_t after = settings.server_pid == 0 ? 0 : ResidentBytes(settings.server_pid);
  if (settings.json) {
    figures.PrintJson(length, before, after, out);
  } else {
    out << absl::StreamFormat("%s of %d calls in flight over %d connections\n\n",
                              absl::FormatDuration(absl::Trunc(length, absl::Milliseconds(100))),
                              soak.in_flight, soak.connections);
    figures.PrintTable(length, out);
    out << absl::StreamFormat("arashad's resident memory: %.1f MiB before, %.1f MiB after\n",
                              Mebibytes(before), Mebibytes(after));
  }
  return figures.failures() == 0 ? 0 : 1;
}

}  // namespace arasha::bench
