#include <algorithm>

#include "services/admin/operations.h"
#include "services/admin/principals.h"
#include "services/server/errors.h"
#include "services/server/page_token.h"
#include "storage/page.h"

namespace arasha::admin {
namespace {

constexpr int kDefaultPage = 100;
constexpr int kMaxPage = 1000;
// Lists by name have no uid to tell equal names apart, and no equal names.
constexpr char kNoUid[] = "00000000-0000-0000-0000-000000000000";

}  // namespace

absl::StatusOr<v1::ListPrincipalsResponse> ListPrincipals(server::Call& call,
                                                          const v1::ListPrincipalsRequest& request) {
  if (absl::Status s = PermitToManage(call); !s.ok()) return s;
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", rules::Problem::kNegative}});
  const int page_size = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  const std::string& key = call.directory->page_token_key();
  std::string after;
  if (!request.page_token().empty()) {
    auto position = server::ReadPageToken(key, {call.actor->name, call.method}, request.page_token());
    if (!position.ok()) return position.status();
    after = position->value;
  }
  auto records = storage::ListPrincipals(*call.connection, call.Audit(request), after, page_size);
  if (!records.ok()) return records.status();
  v1::ListPrincipalsResponse response;
  size_t bytes = 0;
  for (const storage::PrincipalRecord& record : *records) {
    if (bytes >= storage::kPageBytes) break;
    *response.add_principals() = Shown(record);
    bytes += response.principals().rbegin()->ByteSizeLong();
  }
  if (storage::GoesOn(static_cast<int>(records->size()), static_cast<size_t>(response.principals_size()),
                      page_size)) {
    response.set_next_page_token(server::MakePageToken(key, {call.actor->name, call.method},
                                                       {response.principals().rbegin()->name(), kNoUid}));
  }
  return response;
}

}  // namespace arasha::admin
