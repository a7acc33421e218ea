#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/calls/page.h"
#include "storage/postgres/page.h"

namespace arasha::admin {
namespace {

constexpr server::PageSizes kStaffPages = {.usual = 100, .most = 1000};
// Lists by name have no uid to tell equal names apart, and no equal names.
constexpr char kNoUid[] = "00000000-0000-0000-0000-000000000000";

}  // namespace

absl::StatusOr<v1::ListPrincipalsResponse> ListPrincipals(server::Call& call,
                                                          const v1::ListPrincipalsRequest& request) {
  const auto page = server::Page::Of(call, request, kStaffPages);
  if (!page.ok()) return page.status();
  const std::string after = page->after() ? page->after()->value : "";
  auto records = storage::ListPrincipals(*call.connection, call.context.audit, after, page->size());
  if (!records.ok()) return records.status();
  v1::ListPrincipalsResponse response;
  size_t bytes = 0;
  for (const storage::PrincipalRecord& record : *records) {
    if (bytes >= storage::kPageBytes) break;
    *response.add_principals() = Shown(record);
    bytes += response.principals().rbegin()->ByteSizeLong();
  }
  if (storage::GoesOn(static_cast<int>(records->size()), static_cast<size_t>(response.principals_size()),
                      page->size())) {
    response.set_next_page_token(page->TokenAfter({response.principals().rbegin()->name(), kNoUid}));
  }
  return response;
}

}  // namespace arasha::admin
