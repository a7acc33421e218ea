#ifndef ARASHA_CLIENTS_CONNECTION_SETTINGS_H_
#define ARASHA_CLIENTS_CONNECTION_SETTINGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/connection/contexts.h"
#include "clients/connection/environment.h"
#include "clients/connection/private_key.h"

namespace arasha::clients {

// The options that every command takes, as typed; empty where they were left out.
struct GlobalFlags {
  std::string endpoint;
  std::string ca;
  std::string certificate;
  std::string key;
  std::string context;
  std::string mission;
  std::string time_zone;
  std::string output = "table";
  std::string language;
  std::string timeout = "30s";
  std::string request_id;
  bool no_color = false;
  bool no_input = false;
};

// Where and as whom to connect. Any may be empty: not every command connects.
struct Settings {
  // Name of the context that was used; empty if none was.
  std::string context;
  // `host:port`.
  std::string endpoint;
  // Paths of PEM files: who may vouch for the server; who we are; our private key, which may also be the URI
  // of one in a token.
  std::string ca;
  std::string certificate;
  std::string key;
  // `IST`.
  std::string mission;
  // In which zone times are typed and shown, `Asia/Almaty`; the mission's if empty.
  std::string time_zone;
  // Asks for what opens the key, where that is needed.
  AskSecret ask_secret;
};

// Each setting from the first that has it: the flag, the environment (ARASHA_ENDPOINT, ARASHA_CA,
// ARASHA_CERT, ARASHA_KEY, ARASHA_MISSION, ARASHA_TIME_ZONE), the context. The context is the one that
// `--context` or ARASHA_CONTEXT names, else the current one of the contexts file.
absl::StatusOr<Settings> ResolveSettings(const GlobalFlags& flags, const Environment& environment);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_SETTINGS_H_
