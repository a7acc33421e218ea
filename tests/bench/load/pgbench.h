#ifndef ARASHA_TESTS_BENCH_LOAD_PGBENCH_H_
#define ARASHA_TESTS_BENCH_LOAD_PGBENCH_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "tests/bench/system/latencies.h"
#include "tests/bench/system/settings.h"

namespace arasha::bench {

// What pgbench runs: one of the texts, each as likely as the others, a transaction.
struct PgbenchScript {
  bool prepared = false;  // -M prepared, else -M simple
  std::vector<std::string> texts;
  std::vector<std::pair<std::string, std::string>> variables;
};

struct PgbenchRun {
  Measurement measured;
  int64_t transactions = 0;  // with those of the warm-up
};

// Runs pgbench, and measures settings.seconds of it after a warm-up, with `clients` connections to
// `database`, with the session settings of the server. `folder` takes its files. Throws if anything failed.
PgbenchRun RunPgbench(const Settings& settings, const std::string& database, const PgbenchScript& script,
                      int clients, const std::string& folder);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_LOAD_PGBENCH_H_
