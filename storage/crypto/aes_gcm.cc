#include "storage/crypto/aes_gcm.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <cstdlib>
#include <limits>
#include <memory>

namespace arasha::storage {
namespace {

struct FreeContext {
  void operator()(EVP_CIPHER_CTX* context) const { EVP_CIPHER_CTX_free(context); }
};
// Made for each use and not kept: freeing wipes the key's schedule.
using Context = std::unique_ptr<EVP_CIPHER_CTX, FreeContext>;

// Looked up once: the look-up costs as much as sealing a row.
const EVP_CIPHER* Cipher() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  if (cipher == nullptr) abort();
  return cipher;
}

const unsigned char* In(absl::string_view bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}
unsigned char* Out(char* bytes) { return reinterpret_cast<unsigned char*>(bytes); }

// OpenSSL counts in int; no row of ours comes near.
int Length(absl::string_view bytes) {
  if (bytes.size() > static_cast<size_t>(std::numeric_limits<int>::max())) abort();
  return static_cast<int>(bytes.size());
}

}  // namespace

void AesGcmSeal(const SecretKey& key, absl::string_view authenticated, absl::string_view plaintext,
                std::string& into) {
  const size_t start = into.size();
  into.resize(start + kGcmNonce + plaintext.size() + kGcmTag);
  char* const nonce = into.data() + start;
  char* const ciphertext = nonce + kGcmNonce;
  char* const tag = ciphertext + plaintext.size();
  const Context context(EVP_CIPHER_CTX_new());
  int length = 0;
  // Fails only without memory or randomness, and then nothing may be stored.
  if (RAND_bytes(Out(nonce), kGcmNonce) != 1 ||
      EVP_EncryptInit_ex2(context.get(), Cipher(), In(key.bytes()), Out(nonce), nullptr) != 1 ||
      EVP_EncryptUpdate(context.get(), nullptr, &length, In(authenticated), Length(authenticated)) != 1 ||
      EVP_EncryptUpdate(context.get(), Out(ciphertext), &length, In(plaintext), Length(plaintext)) != 1 ||
      EVP_EncryptFinal_ex(context.get(), Out(tag), &length) != 1 ||
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_GET_TAG, kGcmTag, tag) != 1) {
    abort();
  }
}

std::optional<std::string> AesGcmOpen(const SecretKey& key, absl::string_view authenticated,
                                      absl::string_view sealed) {
  if (sealed.size() < kGcmNonce + kGcmTag) return std::nullopt;
  const absl::string_view nonce = sealed.substr(0, kGcmNonce);
  const absl::string_view ciphertext = sealed.substr(kGcmNonce, sealed.size() - kGcmNonce - kGcmTag);
  std::string tag(sealed.substr(sealed.size() - kGcmTag));
  std::string plaintext(ciphertext.size(), '\0');
  const Context context(EVP_CIPHER_CTX_new());
  int length = 0;
  if (EVP_DecryptInit_ex2(context.get(), Cipher(), In(key.bytes()), In(nonce), nullptr) == 1 &&
      EVP_DecryptUpdate(context.get(), nullptr, &length, In(authenticated), Length(authenticated)) == 1 &&
      EVP_DecryptUpdate(context.get(), Out(plaintext.data()), &length, In(ciphertext), Length(ciphertext)) ==
          1 &&
      EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_AEAD_SET_TAG, kGcmTag, tag.data()) == 1 &&
      EVP_DecryptFinal_ex(context.get(), Out(plaintext.data()), &length) == 1) {
    return plaintext;
  }
  // GCM deciphers before it knows; what did not authenticate must not stay about.
  OPENSSL_cleanse(plaintext.data(), plaintext.size());
  return std::nullopt;
}

}  // namespace arasha::storage
