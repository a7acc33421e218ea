#include "services/cases/references.h"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "services/calls/resource_names.h"
#include "services/rules/access/access.h"
#include "services/rules/casework/parties.h"
#include "services/rules/catalogue/field_values.h"
#include "services/rules/text.h"
#include "storage/postgres/case_number.h"

namespace arasha::cases {
namespace {

using google::protobuf::Value;

bool NamesOther(const v1::FieldRule& field) {
  return field.kind() == v1::FIELD_KIND_PARTY || field.kind() == v1::FIELD_KIND_CASE;
}

// The party of this name, or this uid.
const v1::Party* FindParty(const v1::Case& message, absl::string_view named) {
  for (const v1::Party& party : message.parties()) {
    if (party.name() == named || storage::UidOf(party.name()) == named) return &party;
  }
  return nullptr;
}

std::optional<rules::FieldViolation> TakeParty(const v1::FieldRule& field, const v1::Case& message,
                                               const std::string& path, Value& value) {
  if (message.name().empty()) return {{path, rules::Problem::kPartyBeforeOpening}};
  const v1::Party* party = FindParty(message, value.string_value());
  if (party == nullptr) return {{path, rules::Problem::kNotOnCase}};
  const auto& roles = field.party_roles();
  const bool fits = roles.empty() || std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
                      return absl::StrCat("PARTY_ROLE_", role) == v1::PartyRole_Name(party->role());
                    });
  if (!fits) return {{path, rules::Problem::kNotAPartyInRole, {{"values", absl::StrJoin(roles, ", ")}}}};
  value.set_string_value(party->name());
  return std::nullopt;
}

std::optional<rules::FieldViolation> TakeCase(const v1::Case& message, const std::string& path,
                                              Value& value) {
  std::string name = value.string_value();
  // A number says which mission's it is.
  if (!absl::StrContains(name, '/')) {
    name = absl::StrCat("missions/", name.substr(0, name.find('-')), "/cases/", name);
  }
  if (!storage::ParseCaseName(name)) return {{path, rules::Problem::kNotACase}};
  if (name == message.name()) return {{path, rules::Problem::kCaseItself}};
  value.set_string_value(name);
  return std::nullopt;
}

}  // namespace

bool NameOthers(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                const google::protobuf::Struct& details) {
  return std::any_of(fields.begin(), fields.end(), [&](const v1::FieldRule& field) {
    return NamesOther(field) && details.fields().contains(field.id());
  });
}

rules::Violations TakeReferences(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                                 const v1::Case& message, const google::protobuf::Struct& before,
                                 absl::string_view prefix, google::protobuf::Struct& details) {
  rules::Violations violations;
  for (const v1::FieldRule& field : fields) {
    const auto said = details.mutable_fields()->find(field.id());
    // What is no text is told of by rules::CheckDetails.
    if (!NamesOther(field) || said == details.mutable_fields()->end() || said->second.string_value().empty())
      continue;
    const auto stood = before.fields().find(field.id());
    if (stood != before.fields().end() && stood->second.string_value() == said->second.string_value())
      continue;
    const std::string path = absl::StrCat(prefix, ".", field.id());
    auto wrong = field.kind() == v1::FIELD_KIND_PARTY ? TakeParty(field, message, path, said->second)
                                                      : TakeCase(message, path, said->second);
    if (wrong) violations.push_back(*std::move(wrong));
  }
  return violations;
}

rules::Violations TakeRow(const rules::CaseType& type, const v1::Case& message, const v1::Row& before,
                          absl::string_view prefix, v1::Row& row) {
  const v1::RowGroup* group = type.FindRowGroup(row.group());
  if (group == nullptr) return {};
  rules::KeepDetails(group->fields(), *row.mutable_details());
  return TakeReferences(group->fields(), message, before.details(), absl::StrCat(prefix, ".details"),
                        *row.mutable_details());
}

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

std::optional<rules::About> RoleOf(const v1::Entry& entry, const v1::Case& message) {
  if (entry.party().empty()) return rules::About(v1::PARTY_ROLE_SUBJECT);
  for (const v1::Party& party : message.parties()) {
    if (party.name() == entry.party()) return rules::About(party.role(), party.case_role());
  }
  return std::nullopt;
}

}  // namespace arasha::cases
