#include <algorithm>
#include <string>
#include <utility>

#include "services/audit/operations.h"
#include "services/audit/permission.h"
#include "services/server/errors.h"
#include "services/server/page_token.h"
#include "storage/log_reading.h"

namespace arasha::audit {
namespace {

constexpr int kDefaultPage = 1000;
constexpr int kMaxPage = 5000;
// As for leaves; a row may be large.
constexpr size_t kMaxBytes = 3 * 1024 * 1024;

}  // namespace

absl::StatusOr<v1::ReadRowsResponse> ReadRows(server::Call& call, const v1::ReadRowsRequest& request) {
  if (absl::Status s = Permit(call); !s.ok()) return s;
  if (request.page_size() < 0) return server::InvalidFields({{"page_size", rules::Problem::kNegative}});
  const int page_size = request.page_size() == 0 ? kDefaultPage : std::min(request.page_size(), kMaxPage);
  const std::string& key = call.directory->page_token_key();
  // The kind of the last row, and its place.
  server::PagePosition after = {"", storage::kRowKinds.front()};
  if (!request.page_token().empty()) {
    auto position = server::ReadPageToken(key, {call.actor->name, call.method}, request.page_token());
    if (!position.ok()) return position.status();
    after = *std::move(position);
  }
  auto rows = storage::ReadRows(*call.connection, call.Audit(request), after.uid, after.value, page_size);
  if (!rows.ok()) return rows.status();
  v1::ReadRowsResponse response;
  size_t bytes = 0;
  for (storage::RowState& row : *rows) {
    bytes += row.state.size() + row.key.size() + row.case_uid.size();
    if (bytes > kMaxBytes && response.rows_size() > 0) break;
    v1::RowState& shown = *response.add_rows();
    shown.set_kind(after.uid);
    shown.set_case_uid(std::move(row.case_uid));
    shown.set_key(std::move(row.key));
    shown.set_version(row.version);
    shown.set_state(std::move(row.state));
    after.value = std::move(row.place);
  }
  const bool kind_ends =
      static_cast<int>(rows->size()) < page_size && response.rows_size() == static_cast<int>(rows->size());
  if (kind_ends) {
    const auto kind = std::find(storage::kRowKinds.begin(), storage::kRowKinds.end(), after.uid) + 1;
    if (kind == storage::kRowKinds.end()) return response;
    after = {"", *kind};
  }
  response.set_next_page_token(server::MakePageToken(key, {call.actor->name, call.method}, after));
  return response;
}

}  // namespace arasha::audit
