#include "services/rules/casework/party_roles.h"

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/party_roles.h"

namespace arasha::rules {
namespace {

bool AnyHas(const PartyList& parties, absl::string_view role) {
  return std::any_of(parties.begin(), parties.end(), [&](const v1::Party& party) {
    return !party.has_remove_time() && HasRole(party, role);
  });
}

// With the role's label in three languages.
FieldViolation OfRole(const v1::PartyRoleRule& rule, absl::string_view path, Problem problem,
                      std::map<std::string, std::string> parameters) {
  parameters["label"] = rule.label().en();
  parameters["label.kk"] = rule.label().kk();
  parameters["label.ru"] = rule.label().ru();
  return {std::string(path), problem, std::move(parameters)};
}

// How many others than the party have the role.
int Others(const v1::PartyRoleRule& rule, const v1::Party& party, const PartyList& parties) {
  return static_cast<int>(std::count_if(parties.begin(), parties.end(), [&](const v1::Party& other) {
    return &other != &party && (other.name().empty() || other.name() != party.name()) &&
           !other.has_remove_time() && other.case_role() == rule.id();
  }));
}

}  // namespace

bool HasRole(const v1::Party& party, absl::string_view role) {
  return v1::PartyRole_Name(party.role()) == absl::StrCat("PARTY_ROLE_", role) ||
         (!role.empty() && party.case_role() == role);
}

void CompleteRole(const CaseType& type, v1::Party& party) {
  const v1::PartyRoleRule* rule = type.FindPartyRole(party.case_role());
  if (rule != nullptr && party.role() == v1::PARTY_ROLE_UNSPECIFIED) party.set_role(GeneralRole(*rule));
}

void FollowRole(const CaseType& type, bool role_changed, bool case_role_changed, v1::Party& party) {
  const v1::PartyRoleRule* rule = type.FindPartyRole(party.case_role());
  if (rule == nullptr || role_changed == case_role_changed) return;
  if (case_role_changed) {
    party.set_role(GeneralRole(*rule));
  } else if (party.role() != GeneralRole(*rule)) {
    party.clear_case_role();
  }
}

Violations CheckRole(const CaseType& type, const v1::Party& party, const PartyList& parties,
                     absl::string_view prefix) {
  Violations violations;
  if (party.case_role().empty()) return violations;
  const std::string at = absl::StrCat(prefix, ".case_role");
  const v1::PartyRoleRule* rule = type.FindPartyRole(party.case_role());
  if (rule == nullptr) {
    std::vector<std::string> ids;
    for (const v1::PartyRoleRule& one : type.proto().party_roles()) ids.push_back(one.id());
    return {{at,
             Problem::kUnknownPartyRole,
             {{"given", party.case_role()}, {"values", absl::StrJoin(ids, ", ")}}}};
  }
  if (party.role() != GeneralRole(*rule)) {
    violations.push_back(
        OfRole(*rule, absl::StrCat(prefix, ".role"), Problem::kOtherPartyRole, {{"wanted", rule->is()}}));
  }
  const bool organisation = party.kind() == v1::PARTY_KIND_ORGANISATION;
  if (!rule->only().empty() && (rule->only() == "ORGANISATION") != organisation) {
    violations.push_back({absl::StrCat(prefix, ".kind"), Problem::kNotOneOf, {{"values", rule->only()}}});
  }
  if (rule->at_most() > 0 && Others(*rule, party, parties) >= rule->at_most()) {
    violations.push_back(
        OfRole(*rule, at, Problem::kTooManyInRole, {{"most", absl::StrCat(rule->at_most())}}));
  }
  return violations;
}

Violations RolesToOpen(const CaseType& type, const PartyList& parties, absl::string_view path) {
  Violations violations;
  for (const v1::PartyRoleRule& rule : type.proto().party_roles()) {
    if (rule.required() && !AnyHas(parties, rule.id())) {
      violations.push_back(OfRole(rule, path, Problem::kPartyToOpen, {{"values", rule.id()}}));
    }
  }
  return violations;
}

Violations RolesFor(const CaseType& type, absl::string_view event, const PartyList& parties,
                    absl::string_view path) {
  Violations violations;
  for (const v1::PartyRoleRule& rule : type.proto().party_roles()) {
    const auto& events = rule.required_for();
    if (std::find(events.begin(), events.end(), event) == events.end() || AnyHas(parties, rule.id()))
      continue;
    violations.push_back(OfRole(rule, path, Problem::kPartyNeeded, {{"values", rule.id()}}));
  }
  return violations;
}

bool StandsAcross(const CaseType& type, const v1::Party& party) {
  const v1::PartyRoleRule* rule = type.FindPartyRole(party.case_role());
  if (rule == nullptr || rule->side().empty()) return false;
  const auto& rules = type.proto().party_roles();
  return std::none_of(rules.begin(), rules.end(), [&](const v1::PartyRoleRule& other) {
    return other.is() == "SUBJECT" && other.side() == rule->side();
  });
}

}  // namespace arasha::rules
