#include <utility>

#include "services/calls/errors.h"
#include "services/erasures/lists.h"
#include "services/erasures/operations.h"

namespace arasha::erasures {

absl::StatusOr<v1::ErasureList> GetErasureList(server::Call& call,
                                               const v1::GetErasureListRequest& /*request*/) {
  // Who may not read it leaves no leaf of having done so.
  auto found = storage::FindErasureList(*call.connection, call.context.audit, call.uid);
  if (!found.ok()) return found.status();
  if (!*found) return server::NotFound(call.name);
  if (absl::Status s = PermitOnList(call, (*found)->message, rules::Action::kApproveErasure); !s.ok()) {
    return s;
  }
  auto read = storage::ReadErasureList(*call.connection, call.context.audit, call.uid);
  if (!read.ok()) return read.status();
  if (!*read) return server::NotFound(call.name);
  return Shown(call, std::move((*read)->message));
}

}  // namespace arasha::erasures
