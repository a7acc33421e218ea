#ifndef ARASHA_CLIENTS_COMMANDS_CASE_TRANSITION_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_TRANSITION_OPTIONS_H_

#include <optional>
#include <string>

#include "absl/status/status.h"
#include "clients/commands/case/events.h"
#include "clients/commands/options.h"
#include "clients/session/session.h"

namespace arasha::clients {

// What all commands that move a case along a transition share.
struct TransitionOptions {
  std::string event;
  // Set where `event` is a word for whatever leads so.
  std::optional<Passage> passage;
  std::string case_name;
  std::string text;
  std::string happened_time;
  std::string etag;
  bool overtake = false;
};

// Adds CASE, --text, --happened-at, --etag and --overtake.
void AddTransitionOptions(CLI::App& command, TransitionOptions& options);

// Makes the transition and prints the case.
absl::Status RunTransition(Session& session, const TransitionOptions& options);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_TRANSITION_OPTIONS_H_
