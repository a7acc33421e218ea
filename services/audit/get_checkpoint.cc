#include "services/audit/checkpoints.h"
#include "services/audit/operations.h"
#include "storage/log/log_reading.h"

namespace arasha::audit {

absl::StatusOr<v1::Checkpoint> GetCheckpoint(server::Call& call, const v1::GetCheckpointRequest& request) {
  const std::optional<int64_t> size = AskedSize(request.size());
  auto head = storage::ReadHead(*call.connection, call.context.audit, size);
  if (!head.ok()) return head.status();
  if (!*head) return NoCheckpoint(size);
  return ToMessage(**head);
}

}  // namespace arasha::audit
