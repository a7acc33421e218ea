#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/catalogue/examination.h"

namespace arasha::rules {

bool Examination::IsGeneralRole(const std::string& role) {
  v1::PartyRole parsed = v1::PARTY_ROLE_UNSPECIFIED;
  return v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", role), &parsed) &&
         parsed != v1::PARTY_ROLE_UNSPECIFIED;
}

bool Examination::IsPartyRole(const std::string& role) const {
  return IsGeneralRole(role) || Find(type_.party_roles(), role) != nullptr;
}

void Examination::PartyRole(const v1::PartyRoleRule& rule, const std::string& where) {
  Label(rule.label(), absl::StrCat(where, " label"));
  Expect(IsGeneralRole(rule.is()), where,
         absl::StrCat("is must be the name of a PartyRole, as SUBJECT; there is no ", rule.is()));
  Expect(rule.side().empty() || rule.side() == "VICTIM" || rule.side() == "OFFENDER", where,
         "side can only be VICTIM or OFFENDER");
  Expect(rule.only().empty() || rule.only() == "PERSON" || rule.only() == "ORGANISATION", where,
         "only can only be PERSON or ORGANISATION");
  Expect(rule.at_most() >= 0, where, "at_most must not be negative");
  for (const std::string& event : rule.required_for()) {
    Expect(Find(type_.transitions(), event) != nullptr, where,
           absl::StrCat("there is no transition ", event));
  }
  Expect(!rule.required() || rule.required_for().empty(), where,
         "required or required_for, not both: a case that opens with one has it");
}

void Examination::PartyRoles() {
  Ids(type_.party_roles(), "party_roles");
  std::set<std::string> sides;
  for (const v1::PartyRoleRule& rule : type_.party_roles()) {
    PartyRole(rule, absl::StrCat("party_roles ", rule.id()));
    if (rule.is() == "SUBJECT" && !rule.side().empty()) sides.insert(rule.side());
  }
  Expect(sides.size() < 2, "party_roles", "whom a case is about cannot stand on both sides");
}

}  // namespace arasha::rules
