#include "proto/timestamps.h"
#include "services/erasures/lists.h"
#include "services/erasures/operations.h"

namespace arasha::erasures {

absl::StatusOr<v1::ErasureList> SignErasureList(server::Call& call,
                                                const v1::SignErasureListRequest& /*request*/) {
  return ChangeList(call, rules::Action::kDrawErasure, [&](v1::ErasureList& list) -> absl::Status {
    if (absl::Status s = CheckState(list, v1::ERASURE_LIST_STATE_DRAWN); !s.ok()) return s;
    list.set_state(v1::ERASURE_LIST_STATE_SIGNED);
    list.set_signed_by(call.actor->name);
    *list.mutable_sign_time() = ToTimestamp(call.now);
    return absl::OkStatus();
  });
}

}  // namespace arasha::erasures
