#ifndef ARASHA_SERVICES_ADMIN_PRINCIPALS_H_
#define ARASHA_SERVICES_ADMIN_PRINCIPALS_H_

#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/admin.pb.h"
#include "services/calls/call.h"
#include "services/rules/access/access.h"
#include "services/rules/violations.h"
#include "storage/directory/principals.h"

// What the operations on staff and partners share.
namespace arasha::admin {

v1::RoleGrant ShownRole(const rules::Grant& grant);
v1::Principal Shown(const storage::PrincipalRecord& record);

// Whether the caller may administer staff at a mission, by its resource name. PERMISSION_DENIED, in the same
// words whatever it is about.
absl::Status PermitToManageAt(const server::Call& call, absl::string_view mission);

// PERMISSION_DENIED if it is about the caller.
absl::Status NotOneself(const server::Call& call, absl::string_view principal);

// How those are named who may hold roles.
inline constexpr char kPrincipalForm[] = "staff/a.omarova, partners/iom/registry";

// Display name and clearances as they will stand. A compartment for which nobody was cleared is refused, most
// likely a slip; `held` are those that it had before.
rules::Violations CheckPrincipal(const server::Call& call, const v1::Principal& principal,
                                 const std::vector<std::string>& held);

// What a role grant or its end is about, checked: that the caller may administer it, that there are such a
// role and mission, and that whoever is named can hold it. INVALID_ARGUMENT says what is wrong.
absl::StatusOr<storage::GrantRow> CheckRole(const server::Call& call, const std::string& principal,
                                            const std::string& role, const std::string& mission);

// Makes the roles that somebody holds what they will be; `held` is the one that the change is about, or the
// end.
using RoleChange = absl::FunctionRef<absl::Status(std::vector<storage::GrantRow>& grants,
                                                  std::vector<storage::GrantRow>::iterator held)>;

// Gives or takes a role that was checked, by this function of storage, and answers with whoever is concerned.
absl::StatusOr<v1::Principal> ChangeRole(server::Call& call, const storage::GrantRow& grant,
                                         decltype(storage::GrantRole)& write, RoleChange change);

// Somebody else changes the same at this moment: ABORTED.
absl::Status Contention();

// The change is known to this server when its caller is answered; if it cannot be read just now, soon after.
void Follow(server::Call& call);

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_PRINCIPALS_H_
