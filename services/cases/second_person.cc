#include "services/cases/second_person.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "services/cases/transitions.h"
#include "services/rules/casework/approvals.h"
#include "storage/cases/approvals.h"

namespace arasha::cases {
namespace {

// The roles that decide on it.
absl::StatusOr<std::vector<std::string>> Deciders(const rules::CaseType& type, const v1::Approval& approval) {
  if (approval.has_correction()) return rules::RolesThatMay(rules::Action::kCorrectEntries);
  const v1::TransitionRule* transition = type.FindTransition(approval.event());
  if (transition == nullptr) {
    return absl::InternalError("a proposal names an event that the case's type lacks");
  }
  return std::vector<std::string>(transition->roles().begin(), transition->roles().end());
}

}  // namespace

absl::Status CheckSomebodyDecides(const server::Call& call, const Loaded& loaded,
                                  const v1::Approval& approval) {
  const auto deciders = Deciders(loaded.type, approval);
  if (!deciders.ok()) return deciders.status();
  const auto& actors = call.directory->actors();
  if (std::any_of(actors.begin(), actors.end(), [&](const auto& entry) {
        return rules::RuleSecondPerson(
                   *deciders, entry.first, rules::RolesAt(entry.second, loaded.mission.code, call.now),
                   call.actor->name, loaded.row.message.parties()) == rules::SecondPerson::kMay;
      })) {
    return absl::OkStatus();
  }
  return WithMetadata(Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOBODY_TO_DECIDE,
                             "it takes two persons, and nobody else could decide on it"),
                      "roles", absl::StrJoin(*deciders, ", "));
}

absl::StatusOr<v1::Approval> FindToDecide(const server::Call& call, const Loaded& loaded,
                                          bool may_take_back) {
  if (!loaded.proposal || !storage::Waits(*loaded.proposal, call.now) ||
      storage::UidOf(loaded.proposal->name()) != call.uid) {
    return AlreadyDecided();
  }
  // What was proposed, or whom a party is related to, nobody knows.
  if (!loaded.damaged.empty()) return loaded.damaged.front();
  const v1::Approval& proposal = *loaded.proposal;
  auto deciders = Deciders(loaded.type, proposal);
  if (!deciders.ok()) return deciders.status();
  google::protobuf::RepeatedPtrField<v1::Party> parties = loaded.row.message.parties();
  for (const v1::Party& party : loaded.parties_before) *parties.Add() = party;
  switch (rules::RuleSecondPerson(*deciders, call.actor->name,
                                  rules::RolesAt(*call.actor, loaded.mission.code, call.now),
                                  proposal.proposed_by(), parties)) {
    case rules::SecondPerson::kMay:
      return proposal;
    case rules::SecondPerson::kIsTheFirst:
      if (may_take_back) return proposal;
      return Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_SAME_PERSON,
                    "you proposed this yourself; somebody else must decide");
    case rules::SecondPerson::kIsRelated:
      return Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_NOT_IMPARTIAL,
                    "a party of this case was declared related to you; somebody else must decide");
    case rules::SecondPerson::kRoleMissing:
      return server::PermissionDenied(rules::Problem::kDecidedBy,
                                      {{"roles", absl::StrJoin(*deciders, ", ")}});
  }
  return absl::InternalError("unknown verdict");
}

}  // namespace arasha::cases
