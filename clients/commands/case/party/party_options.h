#ifndef ARASHA_CLIENTS_COMMANDS_CASE_PARTY_PARTY_OPTIONS_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_PARTY_PARTY_OPTIONS_H_

#include <string>

#include "absl/types/span.h"
#include "arasha/v1/party.pb.h"
#include "clients/commands/field_options.h"

namespace arasha::clients {

// The options that describe a party, but for its name and its role.
absl::Span<const FieldOption> PartyOptions();

// Whether a name is more likely one of a company: people have neither quotes nor legal forms in theirs.
bool LooksLikeCompany(const std::string& name);

// The party with country, telephone and date of birth in the form of the API, where they are read; an
// organisation if it has a BIN and nothing says otherwise.
v1::Party WithKind(v1::Party party);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_PARTY_PARTY_OPTIONS_H_
