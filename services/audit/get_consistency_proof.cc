#include <optional>

#include "absl/strings/str_cat.h"
#include "services/audit/checkpoints.h"
#include "services/audit/operations.h"
#include "services/calls/errors.h"
#include "services/sequencing/tiles.h"
#include "storage/log/log_reading.h"

namespace arasha::audit {

absl::StatusOr<v1::ConsistencyProof> GetConsistencyProof(server::Call& call,
                                                         const v1::GetConsistencyProofRequest& request) {
  const std::optional<int64_t> size = AskedSize(request.new_size());
  if (request.old_size() < 0) return server::InvalidFields({{"old_size", rules::Problem::kNegative}});
  auto head = storage::ReadHead(*call.connection, call.context.audit, size);
  if (!head.ok()) return head.status();
  if (!*head) return NoCheckpoint(size);
  if (request.old_size() > (*head)->size) {
    return server::InvalidFields(
        {{"old_size", rules::Problem::kAboveNewerSize, {{"size", absl::StrCat((*head)->size)}}}});
  }
  auto proof = server::AskTree(*call.connection, [&](rules::log::NodeReader node) {
    return rules::log::ProveConsistency(request.old_size(), (*head)->size, node);
  });
  if (!proof.ok()) return proof.status();
  v1::ConsistencyProof response;
  for (const rules::log::Hash& hash : *proof) response.add_hashes(rules::log::ToBytes(hash));
  *response.mutable_checkpoint() = ToMessage(**head);
  return response;
}

}  // namespace arasha::audit
