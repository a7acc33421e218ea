#include <algorithm>
#include <string>
#include <utility>

#include "services/audit/operations.h"
#include "services/calls/page.h"
#include "storage/log/log_reading.h"
#include "storage/postgres/page.h"

namespace arasha::audit {
namespace {

constexpr server::PageSizes kRowPages = {.usual = 1000, .most = 5000};
// As for leaves; a row may be large.
constexpr size_t kMostRowBytes = 3 * 1024 * 1024;

}  // namespace

absl::StatusOr<v1::ReadRowsResponse> ReadRows(server::Call& call, const v1::ReadRowsRequest& request) {
  const auto page = server::Page::Of(call, request, kRowPages);
  if (!page.ok()) return page.status();
  // Of rows: the place of the last, and its kind.
  storage::PagePosition after = page->after().value_or(storage::PagePosition{"", storage::kRowKinds.front()});
  auto rows = storage::ReadRows(*call.connection, call.context.audit, after.uid, after.value, page->size());
  if (!rows.ok()) return rows.status();
  v1::ReadRowsResponse response;
  size_t bytes = 0;
  for (storage::RowState& row : *rows) {
    bytes += row.state.size() + row.key.size() + row.case_uid.size();
    if (bytes > kMostRowBytes && response.rows_size() > 0) break;
    v1::RowState& shown = *response.add_rows();
    shown.set_kind(after.uid);
    shown.set_case_uid(std::move(row.case_uid));
    shown.set_key(std::move(row.key));
    shown.set_version(row.version);
    shown.set_state(std::move(row.state));
    after.value = std::move(row.place);
  }
  const bool kind_ends =
      static_cast<int>(rows->size()) < page->size() && response.rows_size() == static_cast<int>(rows->size());
  if (kind_ends) {
    const auto kind = std::find(storage::kRowKinds.begin(), storage::kRowKinds.end(), after.uid) + 1;
    if (kind == storage::kRowKinds.end()) return response;
    after = {"", *kind};
  }
  response.set_next_page_token(page->TokenAfter(after));
  return response;
}

}  // namespace arasha::audit
