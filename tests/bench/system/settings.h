#ifndef ARASHA_TESTS_BENCH_SYSTEM_SETTINGS_H_
#define ARASHA_TESTS_BENCH_SYSTEM_SETTINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/system/operations.h"

namespace arasha::bench {

// Of the calls in flight of a soak, those that officers do not make: two exports, reports, the
// administrator's.
inline constexpr int kSoakCallersBesideOfficers = 4;

// A mixed load that goes on for long instead of measurements; see soak.h.
struct Soak {
  int seconds = 60;
  int in_flight = 32;
  int connections = 8;
  std::string auditor;    // folder of cert.pem and key.pem
  std::string admin;      // the same
  std::string meanwhile;  // a command of the shell
};

// What to measure, and where.
struct Settings {
  // From the environment, as `deploy/dev env --as officer` exports it.
  std::string endpoint;
  std::string ca;
  std::string certificate;
  std::string key;
  std::string owner_database;
  std::string server_database;

  int seconds = 3;
  int rounds = 3;
  std::vector<int> in_flight = {1, 4, 16};
  std::vector<Operation> operations = {kOperations.begin(), kOperations.end()};
  int connections = 2;
  int preload = 0;
  std::string cli;
  int server_pid = 0;
  int idle_connections = 200;
  std::string keys;
  std::string pgbench;
  std::string server_log;
  std::string disk;  // folder on PostgreSQL's
  bool json = false;
  bool check = false;
  bool check_bare = false;
  std::optional<Soak> soak;
};

// Reads the command line and the environment. Exits for --help and for usage errors. Throws
// std::runtime_error unless the system is marked as, or said to be, a throwaway.
Settings ReadSettings(int argc, char** argv);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_SETTINGS_H_
