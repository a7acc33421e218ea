#ifndef ARASHA_STORAGE_CRYPTO_HMAC_H_
#define ARASHA_STORAGE_CRYPTO_HMAC_H_

#include <string>

#include "absl/strings/string_view.h"
#include "storage/crypto/secret_key.h"

namespace arasha::storage {

// HMAC-SHA256 (RFC 2104), 32 bytes.
std::string HmacSha256(const SecretKey& key, absl::string_view message);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CRYPTO_HMAC_H_
