#ifndef ARASHA_STORAGE_KEYS_KEY_PROVIDER_H_
#define ARASHA_STORAGE_KEYS_KEY_PROVIDER_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/crypto/secret_key.h"

namespace arasha::storage {

// Keeps key-encryption keys, each under a name, and wraps data keys with them. Key-encryption keys never
// leave it. Thread-safe.
class KeyProvider {
 public:
  struct Wrapped {
    std::string kek;  // the one in use for new keys
    std::string bytes;
  };

  virtual ~KeyProvider() = default;

  // Wraps with the key-encryption key in use. `context` is bound to it: only the same unwraps.
  virtual absl::StatusOr<Wrapped> Wrap(const SecretKey& key, absl::string_view context) = 0;
  // INTERNAL if the bytes were not wrapped by `kek` for this context; UNAVAILABLE (KEYS_UNAVAILABLE) if the
  // provider does not answer or has no key of this name.
  virtual absl::StatusOr<SecretKey> Unwrap(absl::string_view kek, absl::string_view wrapped,
                                           absl::string_view context) = 0;
  // Name of the key-encryption key in use.
  virtual std::string current() const = 0;
};

// Key-encryption keys in files `<directory>/<name>.key`, 32 bytes each, readable by the server's user alone.
// `current`: the name in use for new keys. FAILED_PRECONDITION, naming the file and what is wrong with it.
absl::StatusOr<std::unique_ptr<KeyProvider>> OpenKeyFiles(const std::string& directory,
                                                          const std::string& current);

// Makes `<directory>/<name>.key` with a random key in it. FAILED_PRECONDITION, saying why, if it cannot be
// made or is there already: what overwrites a key destroys all that was wrapped by it.
absl::Status MakeKeyFile(const std::string& directory, const std::string& name);

// Where a PKCS#11 token is.
struct Pkcs11Token {
  std::string module;    // path of the library
  std::string label;     // of the token
  std::string pin_file;  // holds the user PIN; readable by the server's user alone
};

// Key-encryption keys in a PKCS#11 token, AES-256 secret keys found by their label, which do not leave it.
// A token that was away is found again by itself; a PIN that was refused is not tried again, for the token
// would lock itself. One call at a time. FAILED_PRECONDITION, saying what is wrong, if the module, the token
// or the key in use is not to be had.
absl::StatusOr<std::unique_ptr<KeyProvider>> OpenPkcs11(const Pkcs11Token& token, const std::string& current);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_KEYS_KEY_PROVIDER_H_
