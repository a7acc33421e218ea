#ifndef ARASHA_TESTS_SUPPORT_OPERATOR_COMMAND_H_
#define ARASHA_TESTS_SUPPORT_OPERATOR_COMMAND_H_

#include <string>
#include <vector>

namespace arasha::support {

// What an operators' command of arashad returns, and writes on standard output and standard error.
struct CommandOutcome {
  int exit_code;
  std::string out;
  std::string error;
};

// Runs one in this process, as `arashad ARGUMENTS…` does: {"keys", "status", "--config", path}.
CommandOutcome Arashad(std::vector<std::string> arguments);

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_OPERATOR_COMMAND_H_
