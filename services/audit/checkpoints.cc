#include "services/audit/checkpoints.h"

#include "absl/strings/str_cat.h"
#include "proto/timestamps.h"
#include "services/audit/operations.h"
#include "services/calls/errors.h"
#include "services/calls/page.h"
#include "storage/log/log_reading.h"

namespace arasha::audit {
namespace {

constexpr server::PageSizes kSizes = {.usual = 50, .most = 1000};

}  // namespace

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

absl::StatusOr<v1::Checkpoint> GetCheckpoint(server::Call& call, const v1::GetCheckpointRequest& request) {
  const std::optional<int64_t> size = AskedSize(request.size());
  auto head = storage::ReadHead(*call.connection, call.context.audit, size);
  if (!head.ok()) return head.status();
  if (!*head) return NoCheckpoint(size);
  return ToMessage(**head);
}

absl::StatusOr<v1::ListCheckpointsResponse> ListCheckpoints(server::Call& call,
                                                            const v1::ListCheckpointsRequest& request) {
  const auto page = server::Page::Of(call, request, kSizes);
  if (!page.ok()) return page.status();
  const auto below = page->Below();
  if (!below.ok()) return below.status();
  auto heads = storage::ListHeads(*call.connection, call.context.audit, *below, page->size());
  if (!heads.ok()) return heads.status();
  v1::ListCheckpointsResponse response;
  for (const storage::CheckpointRow& row : *heads) *response.add_checkpoints() = ToMessage(row);
  if (response.checkpoints_size() == page->size()) {
    response.set_next_page_token(page->TokenAfter({absl::StrCat(heads->back().size), ""}));
  }
  return response;
}

}  // namespace arasha::audit
