#include "storage/postgres/context_token.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "storage/crypto/hmac.h"

namespace arasha::storage {

std::string ContextToken(const SecretKey& key, absl::Span<const std::string> labels, absl::Time expires,
                         int backend_pid) {
  std::string token;
  for (const std::string& label : labels) {
    if (label.find_first_of(",\n") != std::string::npos) continue;
    absl::StrAppend(&token, token.empty() ? "" : ",", label);
  }
  absl::StrAppend(&token, "\n", absl::ToUnixSeconds(expires), "\n", backend_pid);
  const std::string mac = HmacSha256(key, token);
  absl::StrAppend(&token, "\n", absl::BytesToHexString(mac));
  return token;
}

HmacPads HmacPadsOf(const SecretKey& key) {
  HmacPads pads{std::string(64, '\x36'), std::string(64, '\x5c')};
  for (size_t i = 0; i < SecretKey::kSize; ++i) {
    pads.inner[i] = static_cast<char>(pads.inner[i] ^ key.bytes()[i]);
    pads.outer[i] = static_cast<char>(pads.outer[i] ^ key.bytes()[i]);
  }
  return pads;
}

}  // namespace arasha::storage
