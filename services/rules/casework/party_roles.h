#ifndef ARASHA_SERVICES_RULES_CASEWORK_PARTY_ROLES_H_
#define ARASHA_SERVICES_RULES_CASEWORK_PARTY_ROLES_H_

#include <google/protobuf/repeated_ptr_field.h>

#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/violations.h"

// What parties are in a case in the words of its type: the child, the heir, the carrier.
namespace arasha::rules {

using PartyList = google::protobuf::RepeatedPtrField<v1::Party>;

// Whether the party is what the catalogue means by `role`: a general role without its prefix, `SUBJECT`, or a
// role of the type, `heir`.
bool HasRole(const v1::Party& party, absl::string_view role);

// Gives a party whose role of the type alone was said the general role that it counts as.
void CompleteRole(const CaseType& type, v1::Party& party);

// After an update of the one, the other: a party whose role of the type alone was changed counts as that, and
// one whose general role alone was changed loses a role of the type that counts as another.
void FollowRole(const CaseType& type, bool role_changed, bool case_role_changed, v1::Party& party);

// What is wrong with the role that the party has by the type, being one of `parties`: the type lacks it, it
// counts as another general role, the party is of the wrong kind, or too many have it. `prefix`: path of the
// party in the request.
Violations CheckRole(const CaseType& type, const v1::Party& party, const PartyList& parties,
                     absl::string_view prefix);

// Roles that a case of the type is not opened without and that none of the parties has, each at `path` with
// its label in three languages.
Violations RolesToOpen(const CaseType& type, const PartyList& parties, absl::string_view path);

// The same of roles that the event asks for.
Violations RolesFor(const CaseType& type, absl::string_view event, const PartyList& parties,
                    absl::string_view path);

// Whether the party stands on another side of a wrong than whom cases of the type are about: the offender in
// the victim's case, the victim in the offender's. Nobody who works the one is led to the other by them.
bool StandsAcross(const CaseType& type, const v1::Party& party);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_PARTY_ROLES_H_
