#ifndef ARASHA_PROTO_PARTY_ROLES_H_
#define ARASHA_PROTO_PARTY_ROLES_H_

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/party.pb.h"

// How the catalogue names what parties are.
namespace arasha {

// Whether it is a role of the type and no general one: ids are lower case.
inline bool IsRoleOfType(absl::string_view role) {
  return !role.empty() && absl::ascii_islower(static_cast<unsigned char>(role.front()));
}

// The general role that a role of a type counts as; UNSPECIFIED if it names none.
inline v1::PartyRole GeneralRole(const v1::PartyRoleRule& rule) {
  v1::PartyRole role = v1::PARTY_ROLE_UNSPECIFIED;
  v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", rule.is()), &role);
  return role;
}

}  // namespace arasha

#endif  // ARASHA_PROTO_PARTY_ROLES_H_
