#include "clients/connection/environment.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "clients/connection/channel.h"

namespace arasha::clients {
namespace {

// Of a terminal; nullopt if it is none.
std::optional<int> TerminalColumns(int file) {
  winsize size{};
  if (isatty(file) == 0) return std::nullopt;
  if (ioctl(file, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
}

// What COLUMNS says goes over what the terminal does, and holds in a pipe as well.
std::optional<int> Columns() {
  constexpr int kLeast = 20;
  const char* told = std::getenv("COLUMNS");
  int columns = 0;
  if (told != nullptr && absl::SimpleAtoi(told, &columns) && columns >= kLeast) return columns;
  return TerminalColumns(STDOUT_FILENO);
}

}  // namespace

Environment SystemEnvironment() {
  Environment environment;
  environment.variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string(value == nullptr ? "" : value);
  };
  environment.in = &std::cin;
  environment.out = &std::cout;
  environment.err = &std::cerr;
  environment.in_is_terminal = isatty(STDIN_FILENO) != 0;
  environment.out_is_terminal = isatty(STDOUT_FILENO) != 0;
  environment.err_is_terminal = isatty(STDERR_FILENO) != 0;
  environment.columns = Columns();
  environment.err_columns = TerminalColumns(STDERR_FILENO);
  environment.now = [] { return absl::Now(); };
  environment.sleep = absl::SleepFor;
  environment.open_channel = OpenChannel;
  return environment;
}

}  // namespace arasha::clients
