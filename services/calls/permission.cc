#include "services/calls/permission.h"

#include <string>

#include "absl/strings/str_join.h"
#include "services/calls/errors.h"
#include "storage/cases/case_facts.h"

namespace arasha::server {
namespace {

absl::Status PermitEverywhere(const Call& call, rules::Action action) {
  if (rules::May(*call.actor, action, "-", call.now)) return absl::OkStatus();
  return PermissionDenied(action == rules::Action::kReadLog ? rules::Problem::kMayNotReadLog
                                                            : rules::Problem::kForAdministrators);
}

// Who may, for whoever may not.
std::string RolesText(rules::Action action) { return absl::StrJoin(rules::RolesThatMay(action), ", "); }

absl::Status PermitByRoles(const Call& call, rules::Action action) {
  const std::string& mission = call.about.mission;
  if (!rules::May(*call.actor, rules::Action::kListCases, mission, call.now)) return NotFound(call.name);
  if (rules::May(*call.actor, action, mission, call.now)) return absl::OkStatus();
  return PermissionDenied(rules::Problem::kReadsOnlyAtMission,
                          {{"mission", mission}, {"roles", RolesText(action)}});
}

absl::Status PermitOnCase(const Call& call, rules::Action action) {
  auto found = storage::FindCaseFacts(*call.connection, call.context.audit, call.about);
  if (!found.ok()) return found.status();
  if (!*found || !rules::MayOn(*call.actor, rules::Action::kReadCase, **found, call.now))
    return NotFound(call.name);
  if (rules::MayOn(*call.actor, action, **found, call.now)) return absl::OkStatus();
  return PermissionDenied(rules::Problem::kReadsOnly, {{"roles", RolesText(action)}});
}

}  // namespace

absl::Status Permit(Call& call, rules::Action action) {
  if (call.about.mission.empty()) return PermitEverywhere(call, action);
  const Mission* mission = call.directory->FindMission(call.about.mission);
  if (mission == nullptr) return NotFound(call.name);
  const bool by_grant =
      call.about.serial != 0 && rules::HoldsGrantAt(*call.actor, call.about.mission, call.now);
  const absl::Status permitted = by_grant ? PermitOnCase(call, action) : PermitByRoles(call, action);
  if (permitted.ok()) call.mission = mission;
  return permitted;
}

}  // namespace arasha::server
