#include "clients/environment.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "clients/channel.h"

namespace arasha::clients {
namespace {

std::optional<int> TerminalColumns() {
  winsize size{};
  if (isatty(STDOUT_FILENO) == 0) return std::nullopt;
  if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return 80;
  return size.ws_col;
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
  environment.columns = TerminalColumns();
  environment.now = [] { return absl::Now(); };
  environment.sleep = absl::SleepFor;
  environment.zone = absl::LocalTimeZone();
  environment.open_channel = OpenChannel;
  return environment;
}

std::string ZoneName(const absl::TimeZone& zone, absl::Time now) {
  std::string name = zone.name();
  if (name.find('/') != std::string::npos && !name.starts_with("Fixed/") && name.front() != '/') return name;
  if (name == "UTC") return name;
  if (name == "localtime") {
    std::error_code error;
    const std::string target = std::filesystem::read_symlink("/etc/localtime", error).string();
    const std::string zones_folder = "/zoneinfo/";
    const size_t zones = target.find(zones_folder);
    if (!error && zones != std::string::npos) return target.substr(zones + zones_folder.size());
  }
  return absl::StrCat("UTC", absl::FormatTime("%Ez", now, zone));
}

}  // namespace arasha::clients
