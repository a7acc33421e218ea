#ifndef ARASHA_CLIENTS_COMMANDS_CASE_EVENTS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_EVENTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/session/session.h"

namespace arasha::clients {

// Id of the event of a case (full name) that was typed as its id, or as one of its names in any language, in
// any case of letters. What may be an id is taken for one without asking the server.
absl::StatusOr<std::string> EventOf(Session& session, const std::string& case_name, const std::string& typed);

// What a word means that is said of every case, whatever its type calls it.
enum class Passage {
  kToEnd,    // `close`: into a final state
  kFromEnd,  // `reopen`: out of one
};

// Id of the event of a case (full name) that leads so: the one that is possible now, or, if none is, the only
// one of the type, so that the server says what is possible instead, or answers a repeat. A usage error that
// names those among which to choose, if there are several; `word` itself if there is none.
absl::StatusOr<std::string> EventOf(Session& session, const std::string& case_name, Passage passage,
                                    const std::string& word);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_EVENTS_H_
