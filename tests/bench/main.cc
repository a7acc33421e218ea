#include <filesystem>
#include <iostream>
#include <stdexcept>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/cases/rows.h"
#include "tests/bench/load/bare.h"
#include "tests/bench/load/disk.h"
#include "tests/bench/load/idle.h"
#include "tests/bench/load/load.h"
#include "tests/bench/load/pgbench.h"
#include "tests/bench/load/preload.h"
#include "tests/bench/load/raw.h"
#include "tests/bench/load/report.h"
#include "tests/bench/soak/soak.h"
#include "tests/bench/system/bare_tables.h"
#include "tests/bench/system/context_schema.h"
#include "tests/bench/system/processor_time.h"
#include "tests/bench/system/server_view.h"
#include "tests/bench/system/settings.h"
#include "tests/bench/system/system.h"

namespace arasha::bench {
namespace {

// Servers look for a changed directory of missions and staff every second.
constexpr absl::Duration kDirectoryDelay = absl::Seconds(3);

// Before a round of the server's: connections, prepared statements, and caches that the other sides filled
// with rows of theirs.
constexpr absl::Duration kWarmUp = absl::Seconds(1);

// A folder of our own for pgbench's files, gone at the end.
class Folder {
 public:
  Folder() : path_(std::filesystem::temp_directory_path() / "arasha-bench-XXXXXX") {
    if (mkdtemp(path_.data()) == nullptr) throw std::runtime_error("no temporary folder can be made");
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// What was done in all, to tell how many transactions a call of the server's takes.
struct Tally {
  int64_t calls = 0;  // answered by the server
  int64_t raw = 0;    // transactions of pgbench
  int64_t ours = 0;   // transactions of our own
};

// Every operation leaves one leaf, whichever side does it: a side that left fewer did not do the work.
// Adds the leaves to `count`.
template <typename Round>
Measurement Checked(System& system, Tally& tally, int64_t Tally::*count, Round round) {
  const int64_t before = system.LastLeaf();
  const Measurement measured = round();
  const int64_t leaves = system.LastLeaf() - before;
  if (leaves < static_cast<int64_t>(measured.operations)) {
    throw std::runtime_error(
        absl::StrCat(measured.operations, " operations left only ", leaves, " audit leaves"));
  }
  tally.*count += leaves;
  tally.ours += 2;
  return measured;
}

// What the server is compared with.
struct Sides {
  const RawSide& raw;
  const BareSide& bare;
  BareTables& tables;  // the bare side's
};

// One round of the bare side, which leaves no leaves: its rows are counted instead.
Measurement RunBare(const Settings& settings, const Sides& sides, Operation operation, int in_flight,
                    const std::string& folder, Tally& tally) {
  const PgbenchRun run =
      RunPgbench(settings, settings.owner_database, MakeBareScript(operation, sides.bare), in_flight, folder);
  tally.ours += run.transactions;
  if (!Writes(operation)) return run.measured;
  tally.ours += 2;
  if (const int written = sides.tables.RemoveWritten(); written < run.transactions) {
    throw std::runtime_error(
        absl::StrCat(run.transactions, " operations of the bare side wrote only ", written, " entries"));
  }
  return run.measured;
}

Comparison Compare(const Settings& settings, System& system, const Sides& sides, Operation operation,
                   int in_flight, const std::string& folder, Tally& tally) {
  Load load(settings, sides.raw.population, in_flight);
  const int backend_pid = system.BackendPid();
  ++tally.ours;
  const auto call = [&](absl::Duration length) {
    return Checked(system, tally, &Tally::calls, [&] { return load.Run(operation, length); });
  };
  std::vector<Measurement> server_rounds;
  std::vector<ProcessorTime> per_call;
  std::vector<Measurement> raw_rounds;
  std::vector<Measurement> bare_rounds;
  for (int i = 0; i < settings.rounds; ++i) {
    call(kWarmUp);
    const ProcessorTime begun = ReadProcessorTime(settings.server_pid, backend_pid);
    server_rounds.push_back(call(absl::Seconds(settings.seconds)));
    const ProcessorTime ended = ReadProcessorTime(settings.server_pid, backend_pid);
    per_call.push_back(PerCall(begun, ended, server_rounds.back().operations));
    const int64_t raw_before = tally.raw;
    raw_rounds.push_back(Checked(system, tally, &Tally::raw, [&] {
      return RunPgbench(settings, settings.server_database, MakeRawScript(operation, sides.raw), in_flight,
                        folder)
          .measured;
    }));
    // The leaf of a read is a transaction of its own.
    if (!Writes(operation)) tally.ours += tally.raw - raw_before;
    tally.ours += system.RemoveRawRows();
    bare_rounds.push_back(RunBare(settings, sides, operation, in_flight, folder, tally));
  }
  return {.operation = operation,
          .in_flight = in_flight,
          .server = MedianOf(server_rounds),
          .raw = MedianOf(raw_rounds),
          .bare = MedianOf(bare_rounds),
          .per_call = MedianOf(per_call)};
}

// How many cases the server must open so that every list that is measured has full pages.
std::vector<int> Missing(System& system, const ServerView& server) {
  std::vector<int> missing;
  for (int i = 0; i < kMissions; ++i) {
    const std::string code = MissionCode(i);
    missing.push_back(system.MissingFromPage(code, server.SearchParams(code)));
  }
  return missing;
}

// Has the server do once what the raw side imitates. `payloads` must outlive the result.
RawSide MakeRawSide(const Settings& settings, System& system, const ServerView& server,
                    const std::string& principal, Requests& payloads) {
  const v1::CreateCaseRequest create = payloads.Create(MissionCode(0));
  const v1::Case opened = CreateCase(settings, create);
  const v1::AddEntryRequest add_entry = payloads.AddEntry(opened.name());
  const v1::Entry entry = AddEntry(settings, add_entry);
  return {.principal = principal,
          .labels = {principal, "*", "*!", "w:*"},
          .population = system.ReadPopulation(),
          .opened = opened,
          .sample = system.ReadSample(MissionCode(0), opened.uid(), create.request_id(),
                                      std::string(storage::UidOf(entry.name())), add_entry.request_id()),
          .server = &server,
          .requests = &payloads};
}

// Brings the system into the state in which it is measured.
void Fill(const Settings& settings, System& system, ServerView& server, const std::string& principal) {
  if (system.RegisterMissions(principal)) absl::SleepFor(kDirectoryDelay);
  system.RemoveRawRows();
  if (settings.preload > 0) {
    std::cerr << "adding " << settings.preload << " cases\n";
    const absl::Time begun = absl::Now();
    Preload(settings.owner_database, server, principal, settings.preload);
    std::cerr << "added in " << absl::Trunc(absl::Now() - begun, absl::Milliseconds(100)) << '\n';
  }
  OpenCases(settings, Requests(Population{}), Missing(system, server));
}

int MeasureAll(const Settings& settings, System& system, const std::string& principal) {
  const Folder folder;
  ServerView server(settings.owner_database, settings.keys);
  const ContextSchema contexts(settings.owner_database);
  Report report;
  report.seconds = settings.seconds;
  report.rounds = settings.rounds;
  report.disk = MeasureDisk(settings.disk);
  report.idle = MeasureIdle(settings);
  Fill(settings, system, server, principal);
  Requests payloads(system.ReadPopulation());
  const RawSide raw = MakeRawSide(settings, system, server, principal, payloads);
  std::cerr << "copying the cases in plaintext\n";
  BareTables tables(settings.owner_database);
  const BareSide bare{.population = raw.population,
                      .sample = tables.ReadSample(MissionCode(0), raw.opened.uid()),
                      .server = &server};
  if (!settings.cli.empty()) report.cli = MeasureCli(settings, raw.opened.name(), folder.path());

  report.cases = system.CountCases();
  Tally tally;
  const int64_t last_leaf = system.LastLeaf();
  const int64_t transactions = system.CountTransactions();
  for (const Operation operation : settings.operations) {
    for (const int in_flight : settings.in_flight) {
      std::cerr << NameOf(operation) << ", " << in_flight << " in flight\n";
      report.comparisons.push_back(
          Compare(settings, system, {raw, bare, tables}, operation, in_flight, folder.path(), tally));
    }
  }
  const int64_t all = system.CountTransactions() - transactions;
  report.transactions_per_call =
      static_cast<double>(all - tally.raw - tally.ours) / static_cast<double>(tally.calls);
  report.lag = system.ReadLogLag(last_leaf);

  if (settings.json) {
    PrintJson(report, std::cout);
  } else {
    PrintTable(report, std::cout);
  }
  const bool checked = settings.check || settings.check_bare;
  return (checked && !report.AllMet()) || (settings.check_bare && !report.AllBareMet()) ? 1 : 0;
}

int Run(const Settings& settings) {
  System system(settings.owner_database);
  const std::string principal = WhoAmI(settings);
  if (!settings.soak) return MeasureAll(settings, system, principal);
  if (system.RegisterMissions(principal)) absl::SleepFor(kDirectoryDelay);
  OpenCases(settings, Requests(Population{}), std::vector<int>(kMissions, 1));
  return RunSoak(settings, system.ReadPopulation(), std::cout);
}

}  // namespace
}  // namespace arasha::bench

int main(int argc, char** argv) {
  try {
    return arasha::bench::Run(arasha::bench::ReadSettings(argc, argv));
  } catch (const std::exception& e) {
    std::cerr << "arasha-bench: " << e.what() << '\n';
    return 2;
  }
}
