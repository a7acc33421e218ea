#include "services/calls/page_token.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/postgres/status.h"

namespace arasha::server {
namespace {

constexpr size_t kMacBytes = 16;
// Ends the uid.
constexpr char kEnd[] = "|";

// Length-prefixed, so that no two lists of parts read the same.
std::string Joined(absl::Span<const absl::string_view> parts, absl::string_view payload) {
  std::string joined;
  for (const absl::string_view part : parts) absl::StrAppend(&joined, part.size(), ":", part);
  return absl::StrCat(joined, "|", payload);
}

std::string Mac(absl::string_view key, const std::string& message) {
  unsigned char mac[EVP_MAX_MD_SIZE];
  unsigned length = 0;
  if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(), mac, &length) == nullptr) {
    std::abort();  // Only without memory.
  }
  return {reinterpret_cast<const char*>(mac), kMacBytes};
}

}  // namespace

std::string MakePageToken(absl::string_view key, absl::Span<const absl::string_view> query,
                          const PagePosition& position) {
  const std::string payload = absl::StrCat(position.uid, kEnd, position.value);
  return absl::WebSafeBase64Escape(absl::StrCat(Mac(key, Joined(query, payload)), payload));
}

absl::StatusOr<PagePosition> ReadPageToken(absl::string_view key, absl::Span<const absl::string_view> query,
                                           absl::string_view token) {
  std::string bytes;
  if (absl::WebSafeBase64Unescape(token, &bytes) && bytes.size() > kMacBytes) {
    const std::string payload = bytes.substr(kMacBytes);
    const std::string expected = Mac(key, Joined(query, payload));
    const size_t end = payload.find(kEnd);
    if (CRYPTO_memcmp(expected.data(), bytes.data(), kMacBytes) == 0 && end != std::string::npos) {
      return PagePosition{.value = payload.substr(end + 1), .uid = payload.substr(0, end)};
    }
  }
  return Refuse(
      absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_PAGE_TOKEN_INVALID,
      "page_token was not given for this query; begin again without it, or repeat the query unchanged");
}

}  // namespace arasha::server
