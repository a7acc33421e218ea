#include "services/audit/permission.h"

#include "services/calls/errors.h"
#include "services/rules/access/access.h"

namespace arasha::audit {

absl::Status Permit(const server::Call& call) {
  if (rules::May(*call.actor, rules::Action::kReadLog, "-", call.now)) return absl::OkStatus();
  return server::PermissionDenied(rules::Problem::kMayNotReadLog);
}

absl::Status PermitToList(const server::Call& call, absl::string_view mission) {
  if (Permit(call).ok()) return absl::OkStatus();
  if (mission.empty() ? !rules::MissionsWhere(*call.actor, rules::Action::kReadMissionLog, call.now).empty()
                      : rules::May(*call.actor, rules::Action::kReadMissionLog, mission, call.now)) {
    return absl::OkStatus();
  }
  return server::PermissionDenied(rules::Problem::kMayNotReadLog);
}

}  // namespace arasha::audit
