#ifndef ARASHA_SERVICES_AUDIT_PERMISSION_H_
#define ARASHA_SERVICES_AUDIT_PERMISSION_H_

#include "absl/status/status.h"
#include "services/server/call.h"

namespace arasha::audit {

// OK if the caller may read the log. There is one for all missions, so that only a role held at all of them
// lets.
absl::Status Permit(const server::Call& call);

}  // namespace arasha::audit

#endif  // ARASHA_SERVICES_AUDIT_PERMISSION_H_
