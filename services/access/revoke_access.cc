#include "proto/timestamps.h"
#include "services/access/grants.h"
#include "services/access/operations.h"
#include "services/calls/errors.h"
#include "services/calls/write_request.h"
#include "services/rules/access/access.h"

namespace arasha::access {

absl::StatusOr<v1::AccessGrant> RevokeAccess(server::Call& call, const v1::RevokeAccessRequest& request) {
  auto repeat = server::FindRepeat<v1::AccessGrant>(call);
  if (!repeat.ok()) return repeat.status();
  if (*repeat) return **std::move(repeat);
  auto found = storage::FindGrant(*call.connection, call.context.audit, call.uid);
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(request.name());
  storage::AccessGrantRow& row = **found;
  SetAbout(call, row);
  const bool manages =
      row.facts && rules::MayOn(*call.actor, rules::Action::kGrantAccess, *row.facts, call.now);
  if (row.message.principal() != call.actor->name && !manages) return server::NotFound(request.name());
  if (!rules::Holds(row.message, call.now)) return GrantEnded();
  *row.message.mutable_revoke_time() = ToTimestamp(call.now);
  return SaveAndAnswer(call, row);
}

}  // namespace arasha::access
