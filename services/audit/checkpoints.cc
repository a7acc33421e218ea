#include "services/audit/checkpoints.h"

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/calls/errors.h"

namespace arasha::audit {

v1::Checkpoint ToMessage(const storage::CheckpointRow& row) {
  v1::Checkpoint checkpoint;
  checkpoint.set_origin(row.origin);
  checkpoint.set_size(row.size);
  checkpoint.set_root(row.root);
  checkpoint.set_note(row.note);
  *checkpoint.mutable_create_time() = ToTimestamp(row.created);
  return checkpoint;
}

std::optional<int64_t> AskedSize(int64_t size) { return size == 0 ? std::nullopt : std::optional(size); }

absl::Status NoCheckpoint(std::optional<int64_t> size) {
  return server::NotFound(absl::StrCat("checkpoints/", size ? absl::StrCat(*size) : "newest"));
}

}  // namespace arasha::audit
