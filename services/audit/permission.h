#ifndef ARASHA_SERVICES_AUDIT_PERMISSION_H_
#define ARASHA_SERVICES_AUDIT_PERMISSION_H_

#include "absl/status/status.h"
#include "services/calls/call.h"

namespace arasha::audit {

// OK if the caller may read the log. There is one for all missions, so that only a role held at all of them
// lets.
absl::Status Permit(const server::Call& call);

// OK if the caller may list what was done at the mission, or at some if it is empty; row-level security then
// shows a head what concerns their missions and the cases that they see.
absl::Status PermitToList(const server::Call& call, absl::string_view mission);

}  // namespace arasha::audit

#endif  // ARASHA_SERVICES_AUDIT_PERMISSION_H_
