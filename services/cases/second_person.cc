#include "services/cases/second_person.h"

#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "services/cases/transitions.h"
#include "services/rules/approvals.h"
#include "services/server/errors.h"

namespace arasha::cases {

absl::StatusOr<storage::ProposedApproval> FindToDecide(const server::Call& call,
                                                       const storage::AuditContext& audit,
                                                       const Loaded& loaded, const ChildName& name,
                                                       bool may_take_back) {
  auto found = storage::FindProposal(*call.connection, audit, name.number, name.uid);
  if (!found.ok()) return found.status();
  if (!*found) return AlreadyDecided();
  storage::ProposedApproval& proposed = **found;
  std::vector<std::string> deciders = rules::RolesThatMay(rules::Action::kCorrectEntries);
  if (!proposed.approval.has_correction()) {
    const v1::TransitionRule* transition = loaded.type.FindTransition(proposed.approval.event());
    if (transition == nullptr)
      return absl::InternalError("a proposal names an event that the case's type lacks");
    deciders = {transition->roles().begin(), transition->roles().end()};
  }
  switch (rules::RuleSecondPerson(deciders, call.actor->name,
                                  rules::RolesAt(*call.actor, loaded.mission.code, call.now),
                                  proposed.approval.proposed_by(), proposed.parties)) {
    case rules::SecondPerson::kMay:
      return std::move(proposed);
    case rules::SecondPerson::kIsTheFirst:
      if (may_take_back) return std::move(proposed);
      return Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_SAME_PERSON,
                    "you proposed this yourself; somebody else must decide");
    case rules::SecondPerson::kIsRelated:
      return Refuse(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_NOT_IMPARTIAL,
                    "a party of this case was declared related to you; somebody else must decide");
    case rules::SecondPerson::kRoleMissing:
      return server::PermissionDenied(rules::Problem::kDecidedBy, {{"roles", absl::StrJoin(deciders, ", ")}});
  }
  return absl::InternalError("unknown verdict");
}

}  // namespace arasha::cases
