#ifndef ARASHA_CLIENTS_COMMANDS_ROOT_H_
#define ARASHA_CLIENTS_COMMANDS_ROOT_H_

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/session/session.h"

namespace arasha::clients {

// `arasha` itself, which also knows what the options of its commands are for.
class Root : public CLI::App {
 public:
  using CLI::App::App;

  // The fields of the request that an option sets; see Option::Sets.
  std::map<const CLI::Option*, std::vector<std::string>> fields;

  // Asks for what was left out; see Option::AskedFor.
  std::map<const CLI::Option*, std::function<absl::Status(Session&)>> asks;
};

// The root above a command.
inline Root& RootOf(CLI::App& command) {
  CLI::App* above = &command;
  while (above->get_parent() != nullptr) above = above->get_parent();
  return static_cast<Root&>(*above);
}

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_ROOT_H_
