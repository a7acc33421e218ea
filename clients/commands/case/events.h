#ifndef ARASHA_CLIENTS_COMMANDS_CASE_EVENTS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_EVENTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/session/session.h"

namespace arasha::clients {

// Id of the event of a case (full name) that was typed as its id, or as one of its names in any language, in
// any case of letters. What may be an id is taken for one without asking the server.
absl::StatusOr<std::string> EventOf(Session& session, const std::string& case_name, const std::string& typed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_EVENTS_H_
