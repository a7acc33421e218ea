#ifndef ARASHA_SERVICES_RULES_CASEWORK_APPROVALS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_APPROVALS_H_

#include <google/protobuf/repeated_ptr_field.h>

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "arasha/v1/party.pb.h"

// Changes that take two persons.
namespace arasha::rules {

// Whether a person may decide on what another proposed.
enum class SecondPerson {
  kMay,
  kIsTheFirst,   // proposed it
  kIsRelated,    // a party of the case, still on it or not, was declared related to this person
  kRoleMissing,  // none of its roles decides on it
};

// `deciders`: roles that decide on it. `roles`: those of `person` at the case's mission. `parties`: all the
// case ever had, so that nobody becomes impartial by taking a party off it.
SecondPerson RuleSecondPerson(absl::Span<const std::string> deciders, absl::string_view person,
                              absl::Span<const std::string> roles, absl::string_view proposed_by,
                              const google::protobuf::RepeatedPtrField<v1::Party>& parties);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_APPROVALS_H_
