#include "absl/strings/str_cat.h"
#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/calls/errors.h"

namespace arasha::admin {

absl::StatusOr<v1::Principal> RevokeRole(server::Call& call, const v1::RevokeRoleRequest& request) {
  auto grant = CheckRole(call, request.principal(), request.role(), request.mission());
  if (!grant.ok()) return grant.status();
  return ChangeRole(call, *grant, storage::RevokeRole, [&](auto& grants, auto held) {
    if (held == grants.end()) {
      return server::NotFound(absl::StrCat(request.principal(), "/roles/", request.role()));
    }
    grants.erase(held);
    return absl::OkStatus();
  });
}

}  // namespace arasha::admin
