#include "services/cases/second_person.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_join.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/cases/transitions.h"
#include "services/rules/flow/approvals.h"
#include "services/rules/flow/transitions.h"
#include "storage/cases/approvals.h"

namespace arasha::cases {
namespace {

// Who decides on it.
struct Deciders {
  std::vector<std::string> roles;
  std::string mission;  // where they are held; "-" at headquarters
};

absl::StatusOr<Deciders> DecidersOf(const Loaded& loaded, const v1::Approval& approval) {
  const std::string& mission = loaded.mission.code;
  if (approval.has_correction())
    return Deciders{rules::RolesThatMay(rules::Action::kCorrectEntries), mission};
  const v1::TransitionRule* transition = loaded.type.FindTransition(approval.event());
  if (transition == nullptr) {
    return absl::InternalError("a proposal names an event that the case's type lacks");
  }
  const bool headquarters = rules::HeadquartersDecide(*transition, loaded.row.message.details());
  return Deciders{rules::DecidersOn(*transition), headquarters ? "-" : mission};
}

// Nobody decided on it in time.
absl::Status ProposalLapsed(const Loaded& loaded) {
  const v1::Approval& proposal = *loaded.proposal;
  absl::Status status = Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PROPOSAL_LAPSED,
                               "nobody decided on it in time, and it lapsed; it may be proposed again");
  status = WithMetadata(
      std::move(status), "until",
      absl::FormatTime(absl::RFC3339_sec, ToTime(proposal.expire_time()), loaded.mission.calendar.zone));
  status = WithMetadata(std::move(status), "event", proposal.has_correction() ? "correct" : proposal.event());
  status = WithMetadata(std::move(status), "proposed_by", proposal.proposed_by());
  const v1::TransitionRule* rule = loaded.type.FindTransition(proposal.event());
  return rule == nullptr ? status : WithLabels(std::move(status), "event", rule->label());
}

}  // namespace

absl::Status CheckSomebodyDecides(const server::Call& call, const Loaded& loaded,
                                  const v1::Approval& approval) {
  const auto deciders = DecidersOf(loaded, approval);
  if (!deciders.ok()) return deciders.status();
  const auto& actors = call.directory->actors();
  if (std::any_of(actors.begin(), actors.end(), [&](const auto& entry) {
        return rules::RuleSecondPerson(
                   deciders->roles, entry.first, rules::RolesAt(entry.second, deciders->mission, call.now),
                   call.actor->name, loaded.row.message.parties()) == rules::SecondPerson::kMay;
      })) {
    return absl::OkStatus();
  }
  return WithMetadata(Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_NOBODY_TO_DECIDE,
                             "it takes two persons, and nobody else could decide on it"),
                      "roles", absl::StrJoin(deciders->roles, ", "));
}

absl::StatusOr<v1::Approval> FindToDecide(const server::Call& call, const Loaded& loaded,
                                          bool may_take_back) {
  if (!loaded.proposal || storage::UidOf(loaded.proposal->name()) != call.uid) return AlreadyDecided();
  if (!storage::Waits(*loaded.proposal, call.now)) return ProposalLapsed(loaded);
  // What was proposed, or whom a party is related to, nobody knows.
  if (!loaded.damaged.empty()) return loaded.damaged.front();
  const v1::Approval& proposal = *loaded.proposal;
  const auto deciders = DecidersOf(loaded, proposal);
  if (!deciders.ok()) return deciders.status();
  google::protobuf::RepeatedPtrField<v1::Party> parties = loaded.row.message.parties();
  for (const v1::Party& party : loaded.parties_before) *parties.Add() = party;
  switch (rules::RuleSecondPerson(deciders->roles, call.actor->name,
                                  rules::RolesAt(*call.actor, deciders->mission, call.now),
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
      return server::PermissionDenied(
          deciders->mission == "-" ? rules::Problem::kDecidedByHeadquarters : rules::Problem::kDecidedBy,
          {{"roles", absl::StrJoin(deciders->roles, ", ")}});
  }
  return absl::InternalError("unknown verdict");
}

}  // namespace arasha::cases
