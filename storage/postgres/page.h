#ifndef ARASHA_STORAGE_POSTGRES_PAGE_H_
#define ARASHA_STORAGE_POSTGRES_PAGE_H_

#include <cstddef>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

// Pages of lists: bounded in bytes as well as in number, because gRPC's clients take answers of 4 MiB and no
// more, and what was stored must be shown by its own list.
namespace arasha::storage {

// A page ends with the row that goes beyond this. The largest rows are entries that tell of an update: they
// hold old and new values, about twice what a request may change, which is some 60 KiB of the case types that
// are shipped. Texts, lists and names are bounded one by one (services/calls/request_reading.h,
// services/rules), so that no answer comes near the limit.
inline constexpr size_t kPageBytes = size_t{1} << 20;

// Where a page ended: at the row of this sort value, in PostgreSQL's text form, and of this uid, where the
// value alone does not tell.
struct PagePosition {
  std::string value;
  std::string uid;
};

// SQL for those of `rows`, a query with a limit and an order, of which the page has room. `bytes` is an
// expression of what a row `l` takes, `order` its order. Adds a column `listed`, how many rows there were.
inline std::string WithinPage(absl::string_view rows, absl::string_view bytes, absl::string_view order) {
  return absl::StrCat("SELECT * FROM (SELECT l.*, coalesce(sum(", bytes, ") OVER (ORDER BY ", order,
                      " ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS bytes_before, "
                      "count(*) OVER () AS listed FROM (",
                      rows, ") AS l) AS f WHERE f.bytes_before < ", kPageBytes);
}

// Whether the list goes on after a page that shows `shown` of `listed` rows, of at most `limit`.
inline bool GoesOn(int listed, size_t shown, int limit) {
  return listed >= limit || static_cast<size_t>(listed) > shown;
}

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_PAGE_H_
