#ifndef ARASHA_CLIENTS_COMMANDS_PARTY_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_PARTY_OPTIONS_H_

#include <string>

#include "arasha/v1/party.pb.h"
#include "clients/commands/options.h"

namespace arasha::clients {

// Adds the options that describe a party, each name beginning with the prefix (`--subject-`, or `--`),
// in a group of the command's help. They fill `party`, which must outlive the parse.
void AddPartyOptions(CLI::App& command, const std::string& prefix, const std::string& group,
                     v1::Party& party);

// The party with country, telephone and date of birth in the form of the API, where they are read; an
// organisation if it has a BIN and nothing says otherwise.
v1::Party WithKind(v1::Party party);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_PARTY_OPTIONS_H_
