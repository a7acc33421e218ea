#include "tests/faults/server_process.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <random>
#include <regex>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace arasha::faults {
namespace {

std::string Read(const std::string& path) {
  std::ifstream file(path);
  return std::string(std::istreambuf_iterator<char>(file), {});
}

// The system's configuration with our own port, no metrics, and what the options ask for.
std::string ConfigText(const std::string& original, const std::string& endpoint,
                       const ServerOptions& options) {
  std::string text = original.substr(0, original.find("[metrics]"));
  const auto replace = [&](const char* what, const std::string& with) {
    text = std::regex_replace(text, std::regex(what), with, std::regex_constants::format_first_only);
  };
  replace("listen = \"[^\"]*\"", absl::StrCat("listen = \"", endpoint, "\"\nworkers = ", options.workers));
  if (options.database_port != 0) {
    replace("(server = \"[^\"]*)port=[0-9]+", absl::StrCat("$1port=", options.database_port));
  }
  for (const auto& [what, with] : options.edits) text = std::regex_replace(text, std::regex(what), with);
  return text;
}

}  // namespace

int FreePort() {
  static std::mt19937 random{std::random_device{}()};
  for (;;) {
    const int port = std::uniform_int_distribution(12000, 19999)(random);
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool is_free = bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    close(fd);
    if (is_free) return port;
  }
}

ServerProcess::ServerProcess(const e2e::System& system, const ServerOptions& options)
    : variables_(e2e::PlainVariables(system.scratch())) {
  for (const auto& [name, value] : options.variables) variables_[name] = value;
  const int port = FreePort();
  endpoint_ = absl::StrCat("127.0.0.1:", port);
  config_ = absl::StrCat(system.scratch(), "/arashad-", port, ".toml");
  log_ = absl::StrCat(system.scratch(), "/arashad-", port, ".log");
  std::ofstream(config_) << ConfigText(Read(system.Variable("ARASHA_CONFIG")), endpoint_, options);
}

void ServerProcess::Launch() {
  process_ = std::make_unique<e2e::Background>(
      std::vector<std::string>{e2e::System::Program("arashad"), "serve", "--config", config_}, variables_,
      log_);
}

void ServerProcess::Start() {
  Launch();
  const absl::Time end = absl::Now() + absl::Seconds(30);
  while (absl::Now() < end && Runs()) {
    if (absl::StrContains(Log(), "\"serving\"")) return;
    absl::SleepFor(absl::Milliseconds(20));
  }
  ADD_FAILURE() << "arashad does not serve; its log:\n" << Log();
}

std::string ServerProcess::Log() const { return Read(log_); }

}  // namespace arasha::faults
