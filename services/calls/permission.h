#ifndef ARASHA_SERVICES_CALLS_PERMISSION_H_
#define ARASHA_SERVICES_CALLS_PERMISSION_H_

#include "absl/status/status.h"
#include "services/calls/call.h"
#include "services/rules/access/access.h"

namespace arasha::server {

// Whether the caller may do this at the mission that the call is about, or with its case; sets the call's
// mission if so. NOT_FOUND of what the request names if there is no such mission or the caller may not even
// read cases there; PERMISSION_DENIED if it may read but not do this. Of a call that is about nothing:
// whether it may at all missions, for there is one log, and one register of people.
//
// Whoever holds a grant on a case of the mission is asked about this very one, for one round trip more:
// NOT_FOUND if it does not see it. All others are decided by their roles alone, and the statements that
// follow show them nothing that they do not see.
absl::Status Permit(Call& call, rules::Action action);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_PERMISSION_H_
