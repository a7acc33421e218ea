#ifndef ARASHA_CLIENTS_COMMANDS_COMPLETION_VALUES_H_
#define ARASHA_CLIENTS_COMMANDS_COMPLETION_VALUES_H_

#include <string>
#include <vector>

#include "clients/commands/completion_candidates.h"
#include "clients/session/session.h"

namespace arasha::clients {

// What may be given for a value of this type: CASE, TYPE, STATE, EVENT, FIELD, OFFICER, PERSON, MISSION,
// CONTEXT or FILTER; nothing for others, and nothing if it cannot be learned. `case_type` narrows states,
// events and fields to one type, `rights.detention`, if it is not empty.
std::vector<Offer> ValuesOf(Session& session, const std::string& type, const std::string& case_type);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_COMPLETION_VALUES_H_
