#include "proto/timestamps.h"
#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/calls/errors.h"

namespace arasha::admin {

absl::StatusOr<v1::Principal> GrantRole(server::Call& call, const v1::GrantRoleRequest& request) {
  auto grant = CheckRole(call, request.principal(), request.role(), request.mission());
  if (!grant.ok()) return grant.status();
  if (request.has_expire_time()) {
    grant->expires = ToTime(request.expire_time());
    if (grant->expires <= call.now)
      return server::InvalidFields({{"expire_time", rules::Problem::kNotFuture}});
  }
  return ChangeRole(call, *grant, storage::GrantRole, [&](auto& grants, auto held) {
    if (held != grants.end()) {
      held->expires = grant->expires;
    } else {
      grants.push_back(*grant);
    }
    return absl::OkStatus();
  });
}

}  // namespace arasha::admin
