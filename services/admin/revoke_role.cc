#include <algorithm>

#include "absl/strings/str_cat.h"
#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"

namespace arasha::admin {

absl::StatusOr<v1::Principal> RevokeRole(server::Call& call, const v1::RevokeRoleRequest& request) {
  if (absl::Status s = PermitToManageAt(call, request.mission()); !s.ok()) return s;
  if (absl::Status s = NotOneself(call, request.principal()); !s.ok()) return s;
  auto grant = CheckRole(call, request.principal(), request.role(), request.mission());
  if (!grant.ok()) return grant.status();
  auto repeat = server::FindRepeat<v1::Principal>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto found = storage::FindPrincipal(*call.connection, call.context.audit, request.principal());
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(request.principal());
  storage::PrincipalRecord& record = **found;
  const auto held = std::find_if(record.grants.begin(), record.grants.end(), [&](const auto& other) {
    return other.role == grant->role && other.mission == grant->mission;
  });
  if (held == record.grants.end()) {
    return server::NotFound(absl::StrCat(request.principal(), "/roles/", request.role()));
  }
  record.grants.erase(held);
  v1::Principal response = Shown(record);
  auto outcome = storage::RevokeRole(*call.connection, call.context, *grant, response.SerializeAsString());
  if (!outcome.ok()) return outcome.status();
  if (*outcome != storage::WriteOutcome::kDone) return Contention();
  Follow(call);
  return response;
}

}  // namespace arasha::admin
