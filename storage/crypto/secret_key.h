#ifndef ARASHA_STORAGE_CRYPTO_SECRET_KEY_H_
#define ARASHA_STORAGE_CRYPTO_SECRET_KEY_H_

#include <cstddef>
#include <memory>
#include <utility>

#include "absl/strings/string_view.h"

namespace arasha::storage {

// 32 secret bytes in memory that is locked (not swapped, not dumped) and wiped when released. Move-only.
// Where the system locks no memory for us, or no more, it is wiped all the same; see SecretMemoryIsLocked.
class SecretKey {
 public:
  static constexpr size_t kSize = 32;

  // Random.
  static SecretKey Generate();
  // Takes a copy; `bytes` must be kSize long. The caller wipes its own.
  explicit SecretKey(absl::string_view bytes);

  SecretKey(SecretKey&&) noexcept = default;
  SecretKey& operator=(SecretKey&&) noexcept = default;

  absl::string_view bytes() const;

 private:
  struct Release {
    void operator()(unsigned char* memory) const;
  };
  explicit SecretKey(std::unique_ptr<unsigned char[], Release> memory) : memory_(std::move(memory)) {}

  std::unique_ptr<unsigned char[], Release> memory_;
};

// False where the system refuses to lock memory (RLIMIT_MEMLOCK): worth a warning when a server starts.
bool SecretMemoryIsLocked();

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CRYPTO_SECRET_KEY_H_
