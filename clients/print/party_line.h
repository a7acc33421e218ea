#ifndef ARASHA_CLIENTS_PRINT_PARTY_LINE_H_
#define ARASHA_CLIENTS_PRINT_PARTY_LINE_H_

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// `next-of-kin` for PARTY_ROLE_NEXT_OF_KIN, as `--role` takes it.
std::string RoleId(v1::PartyRole role);

// What it is in the case: its role of the type by its label, if it has one, else its general role.
std::string RoleText(const Texts& messages, const v1::Party& party, const v1::CaseType& type);

// Who it is in one line, as tables call the general role.
std::string PartyLine(const Texts& messages, const v1::Party& party);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_PARTY_LINE_H_
