#include "services/audit/permission.h"

#include "services/rules/access.h"
#include "services/server/errors.h"

namespace arasha::audit {

absl::Status Permit(const server::Call& call) {
  if (rules::May(*call.actor, rules::Action::kReadLog, "-", call.now)) return absl::OkStatus();
  return server::PermissionDenied(rules::Problem::kMayNotReadLog);
}

}  // namespace arasha::audit
