#include "services/cases/references.h"

#include <set>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "services/calls/resource_names.h"
#include "services/rules/access/access.h"
#include "services/rules/casework/parties.h"
#include "services/rules/text.h"

namespace arasha::cases {

rules::Violations CheckCompartment(const server::Call& call, const v1::Case& message) {
  const std::set<std::string> known = call.directory->Compartments();
  if (message.compartment().empty() || known.contains(message.compartment())) return {};
  const bool administers = rules::May(*call.actor, rules::Action::kManageStaff, "-", call.now);
  const std::string told =
      administers ? absl::StrJoin(known, ", ") : absl::StrJoin(call.actor->clearances, ", ");
  return {{"case.compartment",
           rules::Problem::kNobodyCleared,
           {{"given", message.compartment()}, {"values", told}}}};
}

rules::Violations CheckParty(const server::Call& call, const v1::Party& party, const v1::Party& before,
                             absl::string_view prefix) {
  rules::Violations violations = rules::CheckParty(party, call.now, prefix);
  const std::set<std::string> named(before.related_staff().begin(), before.related_staff().end());
  for (const std::string& person : party.related_staff()) {
    if (!rules::IsStaffName(person) || named.contains(person)) continue;  // Told of above, or of before.
    if (call.directory->FindActor(person) != nullptr) continue;
    violations.push_back(
        {absl::StrCat(prefix, ".related_staff"), rules::Problem::kUnknownPerson, {{"given", person}}});
  }
  return violations;
}

absl::Status CheckEntryParty(const v1::Entry& asked, absl::string_view case_name, absl::string_view prefix) {
  if (asked.party().empty()) return absl::OkStatus();
  const std::string field = absl::StrCat(prefix, ".party");
  auto party = server::ParseChild(asked.party(), "parties", field);
  if (!party.ok()) return party.status();
  if (storage::CaseName(party->number) != case_name) {
    return server::InvalidFields({{field, rules::Problem::kNotOnCase}});
  }
  return absl::OkStatus();
}

std::optional<v1::PartyRole> RoleOf(const v1::Entry& entry, const v1::Case& message) {
  if (entry.party().empty()) return v1::PARTY_ROLE_SUBJECT;
  for (const v1::Party& party : message.parties()) {
    if (party.name() == entry.party()) return party.role();
  }
  return std::nullopt;
}

}  // namespace arasha::cases
