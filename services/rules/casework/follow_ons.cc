#include "services/rules/casework/follow_ons.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "proto/party_roles.h"
#include "services/rules/casework/party_roles.h"

namespace arasha::rules {
namespace {

constexpr size_t kDate = 10;  // of an instant in RFC 3339, by the clock that it was told by

const v1::FollowOn* FindFollowOn(const CaseType& type, absl::string_view to) {
  for (const v1::FollowOn& follow_on : type.proto().follow_ons()) {
    if (follow_on.type() == to) return &follow_on;
  }
  return nullptr;
}

// The party as it comes to another case, in this role there.
v1::Party Carried(const v1::Party& party, const std::string& role) {
  v1::Party carried = party;
  carried.clear_name();
  carried.clear_etag();
  carried.clear_create_time();
  carried.clear_role();
  carried.clear_case_role();
  if (IsRoleOfType(role)) {
    carried.set_case_role(role);
  } else {
    v1::PartyRole general = v1::PARTY_ROLE_UNSPECIFIED;
    v1::PartyRole_Parse(absl::StrCat("PARTY_ROLE_", role), &general);
    carried.set_role(general);
  }
  return carried;
}

bool AnybodyIs(const PartyList& parties, absl::string_view role) {
  return std::any_of(parties.begin(), parties.end(),
                     [&](const v1::Party& party) { return HasRole(party, role); });
}

}  // namespace

Violations CheckFollowOn(const CaseType& type, const v1::Case& followed, absl::string_view to,
                         absl::string_view path) {
  const v1::FollowOn* follow_on = FindFollowOn(type, to);
  if (follow_on == nullptr) {
    std::vector<std::string> offered;
    for (const v1::FollowOn& one : type.proto().follow_ons()) offered.push_back(one.type());
    return {{std::string(path),
             Problem::kNoFollowOn,
             {{"given", std::string(to)}, {"type", type.id()}, {"values", absl::StrJoin(offered, ", ")}}}};
  }
  const auto& states = follow_on->in_states();
  if (!states.empty() && std::find(states.begin(), states.end(), followed.state()) == states.end()) {
    return {{std::string(path),
             Problem::kNotYetFollowed,
             {{"state", followed.state()}, {"states", absl::StrJoin(states, ", ")}}}};
  }
  return {};
}

void TakeOver(const CaseType& type, const v1::Case& followed, const CaseType& to, v1::Case& asked) {
  const v1::FollowOn* follow_on = FindFollowOn(type, to.id());
  if (follow_on == nullptr) return;
  if (asked.summary().empty()) asked.set_summary(followed.summary());
  if (asked.host_state().empty()) asked.set_host_state(followed.host_state());
  for (const v1::CarriedField& field : follow_on->fields()) {
    const auto value = followed.details().fields().find(field.from());
    const v1::FieldRule* from = type.FindField(field.from());
    const v1::FieldRule* there = to.FindField(field.to().empty() ? field.from() : field.to());
    if (value == followed.details().fields().end() || from == nullptr || there == nullptr) continue;
    google::protobuf::Value carried = value->second;
    if (from->kind() == v1::FIELD_KIND_TIME && there->kind() == v1::FIELD_KIND_DATE) {
      carried.set_string_value(carried.string_value().substr(0, kDate));
    }
    // What was given stays.
    asked.mutable_details()->mutable_fields()->insert({there->id(), carried});
  }
  const PartyList given = asked.parties();
  for (const v1::CarriedParty& role : follow_on->parties()) {
    if (AnybodyIs(given, role.to())) continue;
    for (const v1::Party& party : followed.parties()) {
      if (!party.has_remove_time() && HasRole(party, role.from())) {
        *asked.add_parties() = Carried(party, role.to());
      }
    }
  }
}

}  // namespace arasha::rules
