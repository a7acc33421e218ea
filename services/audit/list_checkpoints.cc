#include "absl/strings/str_cat.h"
#include "services/audit/checkpoints.h"
#include "services/audit/operations.h"
#include "services/calls/page.h"
#include "storage/log/log_reading.h"

namespace arasha::audit {
namespace {

constexpr server::PageSizes kCheckpointPages = {.usual = 50, .most = 1000};

}  // namespace

absl::StatusOr<v1::ListCheckpointsResponse> ListCheckpoints(server::Call& call,
                                                            const v1::ListCheckpointsRequest& request) {
  const auto page = server::Page::Of(call, request, kCheckpointPages);
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
