#ifndef ARASHA_CLIENTS_COMMANDS_COMPLETION_VALUES_H_
#define ARASHA_CLIENTS_COMMANDS_COMPLETION_VALUES_H_

#include <string>
#include <vector>

#include "clients/commands/completion_candidates.h"
#include "clients/session/session.h"

namespace arasha::clients {

// What the words before say of the value; each may be empty.
struct About {
  std::string case_type;  // `rights.detention`, to which states, events and fields are narrowed
  std::string case_name;  // as it was typed, whose entries and parties are offered
  std::string command;    // that takes the value: `review`
  std::string row_group;  // `hearings`, to which fields are narrowed
  std::string row;        // as it was typed: fields are those of rows
};

// What may be given for a value of this type: CASE, ENTRY, PARTY, APPROVAL, GRANT, TYPE, STATE, EVENT, RULE,
// FIELD, GROUP, ROW, OFFICER, PERSON, MISSION, CONTEXT or FILTER; nothing for others, and nothing if it
// cannot be learned.
std::vector<Offer> ValuesOf(Session& session, const std::string& type, const About& about);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_COMPLETION_VALUES_H_
