#include <openssl/crypto.h>

#include <map>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/mutex.h"
#include "storage/crypto/aes_gcm.h"
#include "storage/crypto/secret_file.h"
#include "storage/keys/key_errors.h"
#include "storage/keys/key_provider.h"

namespace arasha::storage {
namespace {

// A name comes from the database too, and must not lead out of the directory.
bool IsKeyName(absl::string_view name) {
  if (name.empty() || name.size() > 64 || name[0] == '.') return false;
  for (const char c : name) {
    if (!absl::ascii_isalnum(static_cast<unsigned char>(c)) && c != '-' && c != '_' && c != '.') return false;
  }
  return true;
}

absl::StatusOr<std::string> PathOf(const std::string& directory, absl::string_view name) {
  if (IsKeyName(name)) return absl::StrCat(directory, "/", name, ".key");
  return absl::FailedPreconditionError(absl::StrCat(
      "\"", name, "\" is no name of a key: up to 64 letters, digits and . _ - are, not beginning with ."));
}

absl::StatusOr<SecretKey> ReadKey(const std::string& directory, absl::string_view name) {
  const auto path = PathOf(directory, name);
  if (!path.ok()) return path.status();
  auto bytes = ReadSecretFile(*path);
  if (!bytes.ok()) return bytes.status();
  absl::StatusOr<SecretKey> key =
      bytes->size() == SecretKey::kSize
          ? absl::StatusOr<SecretKey>(SecretKey(*bytes))
          : absl::FailedPreconditionError(
                absl::StrCat(*path, ": holds ", bytes->size(), " bytes, a key has ", SecretKey::kSize));
  OPENSSL_cleanse(bytes->data(), bytes->size());
  return key;
}

// Wrapped: AES-256-GCM under the key-encryption key, the context as authenticated data.
class KeyFiles : public KeyProvider {
 public:
  KeyFiles(std::string directory, std::string current, SecretKey key)
      : directory_(std::move(directory)), current_(std::move(current)) {
    keys_.emplace(current_, std::move(key));
  }

  absl::StatusOr<Wrapped> Wrap(const SecretKey& key, absl::string_view context) override {
    const auto kek = Find(current_);
    if (!kek.ok()) return kek.status();
    Wrapped wrapped{.kek = current_, .bytes = {}};
    AesGcmSeal(**kek, context, key.bytes(), wrapped.bytes);
    return wrapped;
  }

  absl::StatusOr<SecretKey> Unwrap(absl::string_view kek, absl::string_view wrapped,
                                   absl::string_view context) override {
    const auto found = Find(kek);
    if (!found.ok()) return found.status();
    auto bytes = AesGcmOpen(**found, context, wrapped);
    if (!bytes || bytes->size() != SecretKey::kSize) return DoesNotUnwrap(kek, context);
    SecretKey key(*bytes);
    OPENSSL_cleanse(bytes->data(), bytes->size());
    return key;
  }

  std::string current() const override { return current_; }

 private:
  // Read when first asked for: a replica that was not yet started again unwraps what one with a newer
  // `current` wrapped, if it has the file. Keys stay where they are in the map.
  absl::StatusOr<const SecretKey*> Find(absl::string_view name) {
    absl::MutexLock lock(&mutex_);
    auto found = keys_.find(name);
    if (found == keys_.end()) {
      auto key = ReadKey(directory_, name);
      if (!key.ok()) return KeysUnavailable(key.status().message());
      found = keys_.emplace(std::string(name), *std::move(key)).first;
    }
    return &found->second;
  }

  const std::string directory_;
  const std::string current_;
  absl::Mutex mutex_;
  std::map<std::string, SecretKey, std::less<>> keys_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

absl::StatusOr<std::unique_ptr<KeyProvider>> OpenKeyFiles(const std::string& directory,
                                                          const std::string& current) {
  auto key = ReadKey(directory, current);
  if (!key.ok()) return key.status();
  return std::make_unique<KeyFiles>(directory, current, *std::move(key));
}

absl::Status MakeKeyFile(const std::string& directory, const std::string& name) {
  const auto path = PathOf(directory, name);
  if (!path.ok()) return path.status();
  return WriteSecretFile(*path, SecretKey::Generate().bytes());
}

}  // namespace arasha::storage
