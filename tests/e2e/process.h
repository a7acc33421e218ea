#ifndef ARASHA_TESTS_E2E_PROCESS_H_
#define ARASHA_TESTS_E2E_PROCESS_H_

#include <sys/types.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

namespace arasha::e2e {

// Variables of a process, by name.
using Variables = std::map<std::string, std::string>;

struct ProcessOptions {
  // All of the process's variables; nothing is inherited but what sanitizers read.
  Variables variables;
  std::string input;
  // Killed, with its process group, when it takes longer.
  absl::Duration time_limit = absl::Seconds(60);
};

// What came of a process.
struct Finished {
  int exit_code = -1;  // 128 + N if signal N ended it, as a shell tells it
  bool timed_out = false;
  std::string out;
  std::string err;
};

// Runs a program (found by path or in PATH) to its end. Aborts if it cannot be started.
Finished RunProgram(const std::vector<std::string>& arguments, const ProcessOptions& options);

// A program that runs beside the test; killed and reaped when this goes.
class Background {
 public:
  // Standard output and error go to the file, which is written anew.
  Background(const std::vector<std::string>& arguments, const Variables& variables,
             const std::string& output_file);
  ~Background();
  Background(const Background&) = delete;
  Background& operator=(const Background&) = delete;

  pid_t pid() const { return pid_; }
  void Signal(int signal) const;
  // The exit code, as Finished has it, once the program ended; nothing if it did not within the limit.
  std::optional<int> Wait(absl::Duration limit);

 private:
  pid_t pid_ = 0;
  std::optional<int> exit_code_;
};

// The variables that every program of ours may count on: PATH, a UTF-8 locale, UTC and the given home. And
// what a build with LeakSanitizer must not take for a leak.
Variables PlainVariables(const std::string& home);

}  // namespace arasha::e2e

#endif  // ARASHA_TESTS_E2E_PROCESS_H_
