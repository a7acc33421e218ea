#ifndef ARASHA_SERVICES_RULES_IDENTITY_IDENTIFIERS_H_
#define ARASHA_SERVICES_RULES_IDENTITY_IDENTIFIERS_H_

#include <string>
#include <variant>

#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/violations.h"

// What identifies ships, containers, vehicles, documents and accounts (see IdentifierKind). Check digits are
// looked at wherever there are any: a number that is mistyped is somebody else's.
namespace arasha::rules {

// The identifier in the one form in which it is kept, or what is wrong with it. Whether there is such a ship
// or account is not asked.
std::variant<std::string, Problem> ParseIdentifier(v1::IdentifierKind kind, absl::string_view written);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_IDENTITY_IDENTIFIERS_H_
