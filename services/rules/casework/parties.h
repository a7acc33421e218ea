#ifndef ARASHA_SERVICES_RULES_CASEWORK_PARTIES_H_
#define ARASHA_SERVICES_RULES_CASEWORK_PARTIES_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// The number of a travel document without the spaces and hyphens that part it for the eye: numbers are
// compared without them. As it is written if nothing else is in it.
std::string PassportNumber(absl::string_view written);

// Checks what a caller says of a party (see party.proto); what the server sets is not looked at.
// `prefix`: path of the party in the request.
Violations CheckParty(const v1::Party& party, absl::Time now, absl::string_view prefix);

// Whether somebody still on the case is whom it is about.
bool HasSubject(const google::protobuf::RepeatedPtrField<v1::Party>& parties);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_PARTIES_H_
