#include <utility>

#include "services/calls/page.h"
#include "services/erasures/lists.h"
#include "services/erasures/operations.h"

namespace arasha::erasures {
namespace {

constexpr server::PageSizes kListPages = {.usual = 50, .most = 500};

}  // namespace

absl::StatusOr<v1::ListErasureListsResponse> ListErasureLists(server::Call& call,
                                                              const v1::ListErasureListsRequest& request) {
  const auto page = server::Page::Of(call, request, kListPages, {request.parent()});
  if (!page.ok()) return page.status();
  auto listed = storage::ListErasureLists(*call.connection, call.context.audit, call.about.mission,
                                          page->size(), page->after());
  if (!listed.ok()) return listed.status();
  v1::ListErasureListsResponse response;
  for (v1::ErasureList& list : listed->lists) {
    *response.add_erasure_lists() = Shown(call, std::move(list));
  }
  if (listed->goes_on) response.set_next_page_token(page->TokenAfter(listed->last));
  return response;
}

}  // namespace arasha::erasures
