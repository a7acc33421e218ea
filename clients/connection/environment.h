#ifndef ARASHA_CLIENTS_CONNECTION_ENVIRONMENT_H_
#define ARASHA_CLIENTS_CONNECTION_ENVIRONMENT_H_

#include <functional>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace grpc {
class ChannelInterface;
}

namespace arasha::clients {

struct Settings;

// All that the client takes from the machine it runs on. Tests give their own.
struct Environment {
  // Value of an environment variable; empty when unset.
  std::function<std::string(const char* name)> variable;
  std::istream* in;
  std::ostream* out;
  std::ostream* err;
  bool in_is_terminal;
  bool out_is_terminal;
  bool err_is_terminal;
  // How wide tables may be: what COLUMNS says, else the width of the terminal that `out` is.
  std::optional<int> columns;
  // The same of what is told beside the answer, where `err` is a terminal; nullopt where it is none.
  std::optional<int> err_columns;
  std::function<absl::Time()> now;
  std::function<void(absl::Duration)> sleep;
  // Opens the connection to the server; open_channel of channel.h, but for tests.
  std::function<absl::StatusOr<std::shared_ptr<grpc::ChannelInterface>>(const Settings&)> open_channel;
};

// The environment of this process.
Environment SystemEnvironment();

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_ENVIRONMENT_H_
