#include "storage/crypto/hmac.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <cstdlib>

namespace arasha::storage {

std::string HmacSha256(const SecretKey& key, absl::string_view message) {
  std::string mac(32, '\0');
  unsigned length = 0;
  if (HMAC(EVP_sha256(), key.bytes().data(), static_cast<int>(key.bytes().size()),
           reinterpret_cast<const unsigned char*>(message.data()), message.size(),
           reinterpret_cast<unsigned char*>(mac.data()), &length) == nullptr) {
    abort();  // Only without memory.
  }
  return mac;
}

}  // namespace arasha::storage
