#ifndef ARASHA_STORAGE_CRYPTO_AES_GCM_H_
#define ARASHA_STORAGE_CRYPTO_AES_GCM_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "storage/crypto/secret_key.h"

// AES-256-GCM as everything here uses it: nonce (12, random), ciphertext, tag (16).
namespace arasha::storage {

inline constexpr size_t kGcmNonce = 12;
inline constexpr size_t kGcmTag = 16;

// Appends the sealed plaintext to `into`. One key must seal fewer than 2^32 times, for nonces are random.
void AesGcmSeal(const SecretKey& key, absl::string_view authenticated, absl::string_view plaintext,
                std::string& into);

// nullopt if these bytes were not sealed under this key with this authenticated data.
std::optional<std::string> AesGcmOpen(const SecretKey& key, absl::string_view authenticated,
                                      absl::string_view sealed);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CRYPTO_AES_GCM_H_
