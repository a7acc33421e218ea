#ifndef ARASHA_CLIENTS_PRINT_PARTY_LINE_H_
#define ARASHA_CLIENTS_PRINT_PARTY_LINE_H_

#include <string>

#include "arasha/v1/party.pb.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// `next-of-kin` for PARTY_ROLE_NEXT_OF_KIN, as `--role` takes it.
std::string RoleId(v1::PartyRole role);

// Who it is in one line, as tables call the role.
std::string PartyLine(const Texts& messages, const v1::Party& party);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_PARTY_LINE_H_
