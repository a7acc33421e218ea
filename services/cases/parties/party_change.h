#ifndef ARASHA_SERVICES_CASES_PARTIES_PARTY_CHANGE_H_
#define ARASHA_SERVICES_CASES_PARTIES_PARTY_CHANGE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/calls/call.h"
#include "services/cases/change_case.h"

namespace arasha::cases {

// What an update and a removal of a party begin with: the party as loaded and an entry of that kind about it,
// to be changed. NOT_FOUND if it is not on the case.
absl::StatusOr<Decision> PartyDecision(const server::Call& call, const Loaded& loaded,
                                       const std::string& name, v1::EntryKind kind);

// The path, in the request, of what tells the birth of a party; see rules::BirthOf.
absl::string_view BirthField(const v1::Party& party);

// A birth after what the case tells of: `party` as it would stand, be it new or changed.
rules::Violations CheckBirth(const Loaded& loaded, const v1::Party& party);

// Raises the case by the rules of its type that hold by the party and did not hold before, as an update of
// the case does: the same write then changes both. Otherwise the decision stays as it is.
Decision WithRaises(const server::Call& call, const Loaded& loaded, Decision decision);

// What a removal and an update end with: SUBJECT_NEEDED if the change takes the last subject from a case
// whose type needs one.
absl::StatusOr<Decision> WithSubjectLeft(const Loaded& loaded, Decision decision);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_PARTIES_PARTY_CHANGE_H_
