#ifndef ARASHA_SERVICES_CALLS_PAGE_H_
#define ARASHA_SERVICES_CALLS_PAGE_H_

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/calls/call.h"
#include "storage/postgres/page.h"

namespace arasha::server {

// How many rows a page of a list has.
struct PageSizes {
  int usual;  // when the request says nothing
  int most;
};

// How many rows to give to who asked for so many. INVALID_ARGUMENT on `field` if that is negative.
absl::StatusOr<int> SizeOf(int asked, PageSizes sizes, absl::string_view field = "page_size");

// The page of a list that a request asks for: how long it is, where it begins, and the token of the next.
// Not to outlive the call.
class Page {
 public:
  // Of any request with a page_size and a page_token. `query`: what else of it must stay the same from page
  // to page. INVALID_ARGUMENT on page_size, or PAGE_TOKEN_INVALID: whether the caller may ask at all comes
  // first.
  template <typename Request>
  static absl::StatusOr<Page> Of(const Call& call, const Request& request, PageSizes sizes,
                                 std::vector<std::string> query = {}) {
    return Read(call, request.page_size(), request.page_token(), sizes, std::move(query));
  }

  int size() const { return size_; }
  // Where the page before ended; nullopt for the first page.
  const std::optional<storage::PagePosition>& after() const { return after_; }
  // The same for a list that goes down along a number: the last that the page before showed, or the greatest
  // that there is.
  absl::StatusOr<int64_t> Below() const;
  // The next_page_token of a page that ended there.
  std::string TokenAfter(const storage::PagePosition& last) const;

 private:
  Page(const Call& call, int size, std::vector<std::string> query)
      : call_(&call), size_(size), query_(std::move(query)) {}

  static absl::StatusOr<Page> Read(const Call& call, int asked, const std::string& token, PageSizes sizes,
                                   std::vector<std::string> query);
  // Everything that a token holds for, the caller first.
  std::vector<absl::string_view> Signed() const;

  const Call* call_;
  int size_;
  std::vector<std::string> query_;
  std::optional<storage::PagePosition> after_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_PAGE_H_
