#ifndef ARASHA_SERVICES_RULES_PARTIES_H_
#define ARASHA_SERVICES_RULES_PARTIES_H_

#include <string_view>

#include "arasha/v1/party.pb.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// Checks what a caller may set on a party, as party.proto states it; what the server sets is ignored.
// `prefix` is the party's path in the request, `party` or `case.parties[0]`.
Violations CheckParty(const v1::Party& party, std::string_view prefix);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_PARTIES_H_
