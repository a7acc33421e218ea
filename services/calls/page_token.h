#ifndef ARASHA_SERVICES_CALLS_PAGE_TOKEN_H_
#define ARASHA_SERVICES_CALLS_PAGE_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "storage/postgres/page.h"

// Page tokens: where a list stopped, opaque to the caller, signed (HMAC-SHA256, 16 bytes kept) together
// with the query, so that a token serves only the query, and the caller, that it was given for.
namespace arasha::server {

using storage::PagePosition;

// `query`: everything that must stay the same from page to page, the caller's name first.
std::string MakePageToken(absl::string_view key, absl::Span<const absl::string_view> query,
                          const PagePosition& position);

// PAGE_TOKEN_INVALID if the token is not one of ours for this query.
absl::StatusOr<PagePosition> ReadPageToken(absl::string_view key, absl::Span<const absl::string_view> query,
                                           absl::string_view token);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_PAGE_TOKEN_H_
