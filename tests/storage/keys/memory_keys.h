#ifndef ARASHA_TESTS_STORAGE_KEYS_MEMORY_KEYS_H_
#define ARASHA_TESTS_STORAGE_KEYS_MEMORY_KEYS_H_

#include <atomic>
#include <string>

#include "storage/crypto/aes_gcm.h"
#include "storage/keys/key_errors.h"
#include "storage/keys/key_provider.h"

namespace arasha::storage {

// A provider with one key, made with it, that can be told to fail and counts what it unwraps.
class MemoryKeys : public KeyProvider {
 public:
  absl::StatusOr<Wrapped> Wrap(const SecretKey& key, absl::string_view context) override {
    if (!failure_.ok()) return failure_;
    Wrapped wrapped{.kek = current(), .bytes = {}};
    AesGcmSeal(kek_, context, key.bytes(), wrapped.bytes);
    return wrapped;
  }
  absl::StatusOr<SecretKey> Unwrap(absl::string_view kek, absl::string_view wrapped,
                                   absl::string_view context) override {
    if (!failure_.ok()) return failure_;
    ++unwraps_;
    const auto bytes = AesGcmOpen(kek_, context, wrapped);
    if (!bytes) return DoesNotUnwrap(kek, context);
    return SecretKey(*bytes);
  }
  std::string current() const override { return "memory"; }

  void FailWith(const absl::Status& failure) { failure_ = failure; }
  int unwraps() const { return unwraps_; }

 private:
  const SecretKey kek_ = SecretKey::Generate();
  absl::Status failure_;
  std::atomic<int> unwraps_ = 0;
};

}  // namespace arasha::storage

#endif  // ARASHA_TESTS_STORAGE_KEYS_MEMORY_KEYS_H_
