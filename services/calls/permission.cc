#include "services/calls/permission.h"

#include <string>

#include "services/calls/errors.h"
#include "storage/cases/case_facts.h"

namespace arasha::server {

absl::StatusOr<const Mission*> Permit(Call& call, rules::Action action, absl::string_view mission,
                                      absl::string_view name) {
  call.about.mission = std::string(mission);
  const Mission* found = call.directory->FindMission(mission);
  if (found == nullptr || !rules::May(*call.actor, rules::Action::kListCases, mission, call.now))
    return NotFound(name);
  if (!rules::May(*call.actor, action, mission, call.now)) {
    return PermissionDenied(rules::Problem::kReadsOnlyAtMission, {{"mission", std::string(mission)}});
  }
  return found;
}

absl::StatusOr<const Mission*> PermitOn(Call& call, const storage::AuditContext& audit, rules::Action action,
                                        const storage::CaseNumber& number, absl::string_view name) {
  call.about = number;
  const Mission* mission = call.directory->FindMission(number.mission);
  if (mission == nullptr || !rules::HoldsGrantAt(*call.actor, number.mission, call.now))
    return Permit(call, action, number.mission, name);
  auto found = storage::FindCaseFacts(*call.connection, audit, number);
  if (!found.ok()) return found.status();
  if (!*found) return NotFound(name);
  if (!rules::MayOn(*call.actor, rules::Action::kReadCase, **found, call.now)) return NotFound(name);
  if (!rules::MayOn(*call.actor, action, **found, call.now)) {
    return PermissionDenied(rules::Problem::kReadsOnly);
  }
  return mission;
}

}  // namespace arasha::server
