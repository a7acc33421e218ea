#ifndef ARASHA_TESTS_BENCH_SYSTEM_PROGRAM_H_
#define ARASHA_TESTS_BENCH_SYSTEM_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/time/time.h"

namespace arasha::bench {

// How another program ended.
struct Ended {
  int exit_code = 0;
  std::string output;      // standard output and standard error
  absl::Duration elapsed;  // from its start until it was gone
};

// Runs `arguments` (the program first, looked up in PATH if it has no slash) in our environment and waits
// for it. What it prints passes through the file `output_path`. Throws if it cannot be started.
Ended RunProgram(const std::vector<std::string>& arguments, const std::string& output_path);

}  // namespace arasha::bench

#endif  // ARASHA_TESTS_BENCH_SYSTEM_PROGRAM_H_
