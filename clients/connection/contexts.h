#ifndef ARASHA_CLIENTS_CONNECTION_CONTEXTS_H_
#define ARASHA_CLIENTS_CONNECTION_CONTEXTS_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "clients/connection/environment.h"

namespace arasha::clients {

// A server and an identity, kept under a name. Paths are absolute; what is empty is not set.
struct Context {
  std::string endpoint;
  std::string ca;
  std::string certificate;
  std::string key;
  std::string mission;
  std::string time_zone;

  bool operator==(const Context&) const = default;
};

// The contexts file, TOML:
//
//     current = "istanbul"
//
//     [contexts.istanbul]
//     endpoint = "arasha.mfa.example:8443"
//     ca = "/home/a/ca.pem"
//     cert = "/home/a/a.pem"
//     key = "/home/a/a.key"
//     mission = "IST"
//     time_zone = "Asia/Almaty"   # if another than the mission's
struct Contexts {
  std::string current;
  std::map<std::string, Context> named;

  bool operator==(const Contexts&) const = default;
};

// $XDG_CONFIG_HOME/arasha/config.toml, with ~/.config where XDG_CONFIG_HOME is unset or, against the XDG
// Base Directory Specification, relative.
std::string ContextsPath(const Environment& environment);

// A usage error unless the name needs no quotes, in the file or on a command line.
absl::Status CheckContextName(const std::string& name);

// Contexts of the file; none if there is no file.
absl::StatusOr<Contexts> LoadContexts(const std::string& path);

// Replaces the file in one step, mode 0600. Comments that people wrote into it are lost.
absl::Status SaveContexts(const std::string& path, const Contexts& contexts);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_CONTEXTS_H_
