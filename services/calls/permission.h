#ifndef ARASHA_SERVICES_CALLS_PERMISSION_H_
#define ARASHA_SERVICES_CALLS_PERMISSION_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/calls/call.h"
#include "services/rules/access/access.h"
#include "storage/log/audit.h"
#include "storage/postgres/case_number.h"

// Whether the caller may touch what a request names. Who asks notes in the call what it is about.
namespace arasha::server {

// The mission, if the caller may do this there. NOT_FOUND of `name` if there is no such mission or the
// caller may not even read cases there; PERMISSION_DENIED if it may read but not do this.
absl::StatusOr<const Mission*> Permit(Call& call, rules::Action action, absl::string_view mission,
                                      absl::string_view name);

// The same about one case. Whoever holds a grant on a case of the mission is asked about this very one, for
// one round trip more: NOT_FOUND if it does not see it. All others are decided by their roles alone, and the
// statements that follow show them nothing that they do not see.
absl::StatusOr<const Mission*> PermitOn(Call& call, const storage::AuditContext& audit, rules::Action action,
                                        const storage::CaseNumber& number, absl::string_view name);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_PERMISSION_H_
