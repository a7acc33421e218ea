#ifndef ARASHA_TESTS_FAULTS_SERVER_PROCESS_H_
#define ARASHA_TESTS_FAULTS_SERVER_PROCESS_H_

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "tests/e2e/process.h"
#include "tests/e2e/system.h"

namespace arasha::faults {

struct ServerOptions {
  int database_port = 0;  // where to look for PostgreSQL, if not where the system has it
  int workers = 16;
  e2e::Variables variables = {};  // over the plain ones
  // Regular expressions, and what all that they match in the configuration gives way to.
  std::map<std::string, std::string> edits = {};
};

// An arashad of the test's own on the system's database, always on the same port, so that its end can be
// watched. Killed when this goes.
class ServerProcess {
 public:
  ServerProcess(const e2e::System& system, const ServerOptions& options);

  // Without waiting for anything.
  void Launch();
  // Until it serves; a failure of the test, with its log, if that takes over 30 s.
  void Start();
  void Signal(int signal) const { process_->Signal(signal); }
  // Exit code, as e2e::Finished has it; nothing while it runs on.
  std::optional<int> Wait(absl::Duration limit) { return process_->Wait(limit); }
  bool Runs() { return !process_->Wait(absl::ZeroDuration()).has_value(); }
  pid_t pid() const { return process_->pid(); }
  const std::string& endpoint() const { return endpoint_; }
  // Its configuration, a file that operators' commands take.
  const std::string& config() const { return config_; }
  std::string Log() const;

 private:
  e2e::Variables variables_;
  std::string endpoint_;
  std::string config_;
  std::string log_;
  std::unique_ptr<e2e::Background> process_;
};

// A port on loopback on which nobody listens, below those that the kernel hands out by itself.
int FreePort();

}  // namespace arasha::faults

#endif  // ARASHA_TESTS_FAULTS_SERVER_PROCESS_H_
