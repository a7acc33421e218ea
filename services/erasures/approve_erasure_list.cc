#include "proto/timestamps.h"
#include "services/calls/errors.h"
#include "services/erasures/lists.h"
#include "services/erasures/operations.h"

namespace arasha::erasures {

absl::StatusOr<v1::ErasureList> ApproveErasureList(server::Call& call,
                                                   const v1::ApproveErasureListRequest& /*request*/) {
  return ChangeList(call, rules::Action::kApproveErasure, [&](v1::ErasureList& list) -> absl::Status {
    if (absl::Status s = CheckState(list, v1::ERASURE_LIST_STATE_SIGNED); !s.ok()) return s;
    if (list.signed_by() == call.actor->name) {
      return server::RefuseBy(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_SAME_PERSON,
                              rules::Problem::kListWasYours);
    }
    list.set_state(v1::ERASURE_LIST_STATE_APPROVED);
    list.set_approved_by(call.actor->name);
    *list.mutable_approve_time() = ToTimestamp(call.now);
    return absl::OkStatus();
  });
}

}  // namespace arasha::erasures
