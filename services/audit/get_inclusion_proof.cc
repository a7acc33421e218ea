#include <optional>

#include "absl/strings/str_cat.h"
#include "services/audit/checkpoints.h"
#include "services/audit/operations.h"
#include "services/calls/errors.h"
#include "services/sequencing/tiles.h"
#include "storage/log/log_reading.h"

namespace arasha::audit {

absl::StatusOr<v1::InclusionProof> GetInclusionProof(server::Call& call,
                                                     const v1::GetInclusionProofRequest& request) {
  const int64_t index = request.leaf_index();
  const std::optional<int64_t> size = AskedSize(request.size());
  if (index < 0) return server::InvalidFields({{"leaf_index", rules::Problem::kNegative}});
  auto found = storage::ReadLeafAndHead(*call.connection, call.context.audit, index, size);
  if (!found.ok()) return found.status();
  if (!found->head) return NoCheckpoint(size);
  if (index >= found->head->size) {
    return server::InvalidFields(
        {{"leaf_index", rules::Problem::kNotBelowSize, {{"size", absl::StrCat(found->head->size)}}}});
  }
  if (!found->leaf) return absl::InternalError("a leaf under a signed head is not in the database");
  auto proof = server::AskTree(*call.connection, [&](rules::log::NodeReader node) {
    return rules::log::ProveInclusion(index, found->head->size, node);
  });
  if (!proof.ok()) return proof.status();
  v1::InclusionProof response;
  response.set_leaf_index(index);
  response.set_leaf(*found->leaf);
  for (const rules::log::Hash& hash : *proof) response.add_hashes(rules::log::ToBytes(hash));
  *response.mutable_checkpoint() = ToMessage(*found->head);
  return response;
}

}  // namespace arasha::audit
