#ifndef ARASHA_TESTS_BENCH_SETTINGS_H_
#define ARASHA_TESTS_BENCH_SETTINGS_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "tests/bench/operations.h"

namespace arasha::bench {

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
  bool json = false;
  bool check = false;
};

// Reads the command line and the environment. Exits for --help and for usage errors. Throws
// std::runtime_error unless the system is marked as, or said to be, a throwaway.
Settings ReadSettings(int argc, char** argv);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SETTINGS_H_
