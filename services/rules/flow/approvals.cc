#include "services/rules/flow/approvals.h"

#include <algorithm>

namespace arasha::rules {

SecondPerson RuleSecondPerson(absl::Span<const std::string> deciders, absl::string_view person,
                              absl::Span<const std::string> roles, absl::string_view proposed_by,
                              const google::protobuf::RepeatedPtrField<v1::Party>& parties) {
  if (person == proposed_by) return SecondPerson::kIsTheFirst;
  if (std::find_first_of(roles.begin(), roles.end(), deciders.begin(), deciders.end()) == roles.end()) {
    return SecondPerson::kRoleMissing;
  }
  const bool related = std::any_of(parties.begin(), parties.end(), [&](const v1::Party& party) {
    return std::find(party.related_staff().begin(), party.related_staff().end(), person) !=
           party.related_staff().end();
  });
  return related ? SecondPerson::kIsRelated : SecondPerson::kMay;
}

}  // namespace arasha::rules
