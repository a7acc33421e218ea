#include "storage/crypto/secret_key.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <cstdlib>
#include <cstring>

namespace arasha::storage {
namespace {

// Room for 32,768 keys: three times what a vault remembers, and small enough for the 8 MiB that a service
// may lock unless told otherwise.
constexpr size_t kArenaBytes = size_t{1} << 20;

enum class Arena { kNone, kUnlocked, kLocked };

// OpenSSL's secure heap, which is one a process: between guard pages, locked, left out of core dumps.
Arena TheArena() {
  static const Arena arena = [] {
    const int made = CRYPTO_secure_malloc_init(kArenaBytes, SecretKey::kSize);
    if (made == 1) return Arena::kLocked;
    // 0 as well where somebody else set it up before us.
    return CRYPTO_secure_malloc_initialized() == 1 && made != 2 ? Arena::kLocked
           : made == 2                                          ? Arena::kUnlocked
                                                                : Arena::kNone;
  }();
  return arena;
}

unsigned char* Allocate() {
  TheArena();
  void* memory = OPENSSL_secure_malloc(SecretKey::kSize);
  // A full arena is no reason to stop serving: what does not fit is wiped all the same.
  if (memory == nullptr) memory = OPENSSL_malloc(SecretKey::kSize);
  if (memory == nullptr) abort();
  return static_cast<unsigned char*>(memory);
}

}  // namespace

bool SecretMemoryIsLocked() { return TheArena() == Arena::kLocked; }

SecretKey SecretKey::Generate() {
  std::unique_ptr<unsigned char[], Release> memory(Allocate());
  if (RAND_priv_bytes(memory.get(), kSize) != 1) abort();
  return SecretKey(std::move(memory));
}

SecretKey::SecretKey(absl::string_view bytes) : memory_(Allocate()) {
  if (bytes.size() != kSize) abort();
  std::memcpy(memory_.get(), bytes.data(), kSize);
}

absl::string_view SecretKey::bytes() const { return {reinterpret_cast<const char*>(memory_.get()), kSize}; }

void SecretKey::Release::operator()(unsigned char* memory) const { OPENSSL_secure_clear_free(memory, kSize); }

}  // namespace arasha::storage
