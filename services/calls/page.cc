#include "services/calls/page.h"

#include <algorithm>
#include <limits>

#include "absl/strings/numbers.h"
#include "services/calls/errors.h"
#include "services/calls/page_token.h"

namespace arasha::server {

absl::StatusOr<int> SizeOf(int asked, PageSizes sizes, absl::string_view field) {
  if (asked < 0) return InvalidFields({{std::string(field), rules::Problem::kNegative}});
  return asked == 0 ? sizes.usual : std::min(asked, sizes.most);
}

absl::StatusOr<Page> Page::Read(const Call& call, int asked, const std::string& token, PageSizes sizes,
                                std::vector<std::string> query) {
  const absl::StatusOr<int> size = SizeOf(asked, sizes);
  if (!size.ok()) return size.status();
  Page page(call, *size, std::move(query));
  if (!token.empty()) {
    auto position = ReadPageToken(call.directory->page_token_key(), page.Signed(), token);
    if (!position.ok()) return position.status();
    page.after_ = *std::move(position);
  }
  return page;
}

absl::StatusOr<int64_t> Page::Below() const {
  int64_t below = std::numeric_limits<int64_t>::max();
  if (after_ && !absl::SimpleAtoi(after_->value, &below)) {
    return absl::InternalError("a page token of ours is no number");
  }
  return below;
}

std::string Page::TokenAfter(const storage::PagePosition& last) const {
  return MakePageToken(call_->directory->page_token_key(), Signed(), last);
}

std::vector<absl::string_view> Page::Signed() const {
  std::vector<absl::string_view> parts = {call_->actor->name, call_->method};
  parts.insert(parts.end(), query_.begin(), query_.end());
  return parts;
}

}  // namespace arasha::server
