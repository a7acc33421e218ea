#include "services/cases/new_rows.h"

#include <map>
#include <set>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/calls/resource_names.h"
#include "services/cases/deadline_rows.h"
#include "services/rules/casework/entries.h"
#include "services/rules/casework/parties.h"
#include "services/rules/identity/phone_numbers.h"
#include "services/rules/text.h"
#include "storage/postgres/encoding.h"

namespace arasha::cases {
namespace {

constexpr size_t kMaxSummary = 4000;

}  // namespace

rules::Violations CheckFields(const v1::Case& message, absl::Time now, absl::string_view prefix) {
  rules::Violations violations;
  const auto expect = [&](bool holds, absl::string_view field, rules::Problem problem,
                          std::map<std::string, std::string> parameters = {}) {
    if (!holds) violations.push_back({absl::StrCat(prefix, ".", field), problem, std::move(parameters)});
  };
  rules::CheckLength(absl::StrCat(prefix, ".summary"), message.summary(), 1, kMaxSummary, violations);
  expect(v1::Priority_IsValid(message.priority()), "priority", rules::Problem::kNotOneOf,
         {{"values", "LOW, NORMAL, HIGH, URGENT"}});
  expect(message.host_state().empty() || rules::IsCountryCode(message.host_state()), "host_state",
         rules::Problem::kNotACountry);
  expect(!message.has_received_time() || rules::MayHaveHappened(message.received_time(), now),
         "received_time", rules::WhyNotHappened(message.received_time(), now));
  return violations;
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

std::vector<std::string> LabelsOf(const storage::CaseRow& row) {
  return rules::LabelsOf({.mission = row.number.mission,
                          .uid = row.message.uid(),
                          .sensitivity = row.message.sensitivity(),
                          .compartment = row.message.compartment(),
                          .created_by = row.created_by,
                          .assignee = row.message.assignee()});
}

void WritePhoneNumber(v1::Party& party, const server::Mission& mission) {
  if (auto number = rules::PhoneNumber(party.phone(), mission.host_state)) {
    party.set_phone(*std::move(number));
  }
}

v1::Party NewParty(const v1::Party& asked, absl::Time now) {
  v1::Party party = asked;
  party.set_name(storage::NewUid(now));
  if (party.kind() == v1::PARTY_KIND_UNSPECIFIED) party.set_kind(v1::PARTY_KIND_PERSON);
  *party.mutable_create_time() = ToTimestamp(now);
  party.clear_remove_time();
  party.set_etag("1");
  party.clear_also_in();
  return party;
}

v1::Entry NewEntry(const server::Call& call, const v1::Entry& asked) {
  v1::Entry entry = ServerEntry(call, asked.kind());
  entry.set_text(asked.text());
  if (asked.has_happened_time()) *entry.mutable_happened_time() = ToTimestamp(ToTime(asked.happened_time()));
  entry.set_channel(asked.channel());
  entry.set_in_person(asked.in_person() || asked.kind() == v1::ENTRY_KIND_VISIT);
  entry.set_party(asked.party());
  entry.set_reference(asked.reference());
  entry.set_direction(asked.direction());
  return entry;
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

v1::Entry ServerEntry(const server::Call& call, v1::EntryKind kind) {
  v1::Entry entry;
  entry.set_name(storage::NewUid(call.now));
  entry.set_kind(kind);
  entry.set_author(call.actor->name);
  *entry.mutable_happened_time() = ToTimestamp(call.now);
  *entry.mutable_record_time() = ToTimestamp(call.now);
  return entry;
}

}  // namespace arasha::cases
