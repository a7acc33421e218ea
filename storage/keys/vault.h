#ifndef ARASHA_STORAGE_KEYS_VAULT_H_
#define ARASHA_STORAGE_KEYS_VAULT_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/crypto/secret_key.h"
#include "storage/keys/key_provider.h"

// Sealing of what is personal, the one place in which rows become unreadable and readable again.
//
// Everything sealed is AES-256-GCM under a data key. A case has one or more data keys, stored beside it,
// wrapped by a key-encryption key that never enters the database (KeyProvider). Destroying a case's data keys
// erases it, in every copy and backup whose keys are gone too. What belongs to no case is sealed under server
// keys (ServerKeys), which are wrapped likewise.
//
// Sealed bytes: 01, the data key's uid (16), nonce (12, random), ciphertext, tag (16). The additional
// authenticated data is the first 17 of these and the name of the table and the row, so that sealed bytes
// moved to another row do not open.
namespace arasha::storage {

// A data key, ready to be used and ready to be stored.
struct DataKey {
  std::string uid;      // UUID, in text form
  std::string kek;      // name of the key-encryption key that wrapped it
  std::string wrapped;  // as stored
  std::shared_ptr<const SecretKey> key;
};

// How many unwrapped keys a vault remembers, and for how long.
struct CacheLimits {
  size_t keys = 10000;
  absl::Duration time = absl::Minutes(5);
};

// Thread-safe.
class Vault {
 public:
  // `provider` must outlive it.
  explicit Vault(KeyProvider& provider, const CacheLimits& limits = {});
  ~Vault();

  // A new random data key. UNAVAILABLE (KEYS_UNAVAILABLE) if the provider does not answer.
  absl::StatusOr<DataKey> NewKey();
  // The same with a uid that was settled elsewhere.
  absl::StatusOr<DataKey> NewKey(const std::string& uid);

  // A stored data key, unwrapped. Keys unwrapped before are remembered for a while (bounded in number and
  // time, in locked memory). DATA_LOSS if it does not unwrap: damaged, or moved here from elsewhere.
  absl::StatusOr<DataKey> Open(absl::string_view uid, absl::string_view kek, absl::string_view wrapped);

  // Name of the key-encryption key in use for new keys.
  std::string current_kek() const { return provider_.current(); }

  // A stored data key, wrapped anew by the key-encryption key in use. Errors as Open's.
  absl::StatusOr<KeyProvider::Wrapped> Rewrap(absl::string_view uid, absl::string_view kek,
                                              absl::string_view wrapped);

  // Seals under `key`. `place`: what the bytes belong to, "party/<uid>".
  static std::string Seal(const DataKey& key, absl::string_view place, absl::string_view plaintext);

  // Opens what was sealed under one of `keys`. DATA_LOSS, naming the place, if it does not open
  // or none of them has sealed it.
  static absl::StatusOr<std::string> Unseal(absl::Span<const DataKey> keys, absl::string_view place,
                                            absl::string_view sealed);

  // Forgets a key that was destroyed, so that this process cannot read what it sealed any more.
  void Forget(absl::string_view uid);

 private:
  class Cache;

  KeyProvider& provider_;
  std::unique_ptr<Cache> cache_;
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_KEYS_VAULT_H_
