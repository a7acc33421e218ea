#include "tests/support/operator_command.h"

#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "services/operator/commands.h"

namespace arasha::support {

CommandOutcome Arashad(std::vector<std::string> arguments) {
  CLI::App app;
  int exit_code = 0;
  operators::AddCommands(app, exit_code);
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  try {
    std::reverse(arguments.begin(), arguments.end());  // As CLI11 wants them.
    app.parse(arguments);
  } catch (const CLI::ParseError& e) {
    exit_code = app.exit(e);
  }
  return {exit_code, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

}  // namespace arasha::support
