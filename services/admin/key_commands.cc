#include "services/admin/key_commands.h"

#include <fcntl.h>
#include <unistd.h>

#include <iostream>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/admin/owner.h"
#include "services/server/key_options.h"
#include "storage/secret_key.h"
#include "storage/server_keys.h"

namespace arasha::admin {

int NewKeyEncryptionKey(const std::string& name, const std::string& config_path) {
  auto options = server::LoadOptions(config_path);
  if (!options.ok()) return Fail(options.status(), kUnusable);
  if (name.empty() || name.find('/') != std::string::npos) {
    return Fail(absl::InvalidArgumentError("the name of a key is the name of a file, without /"), kUnusable);
  }
  const std::string path = absl::StrCat(options->key_directory, "/", name, ".key");
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
  if (file < 0) return Fail(absl::ErrnoToStatus(errno, absl::StrCat("cannot make ", path)));
  const storage::SecretKey key = storage::SecretKey::Generate();
  const bool written = write(file, key.bytes().data(), key.bytes().size()) == static_cast<ssize_t>(key.bytes().size()) &&
                       fsync(file) == 0;
  close(file);
  if (!written) return Fail(absl::ErrnoToStatus(errno, absl::StrCat("cannot write ", path)));
  std::cout << "made " << path << "; keep a copy where the database's backups are not\n";
  return kDone;
}

int InitKeys(const std::string& config_path) {
  return AsOwner(config_path, [&](storage::Connection& owner, const server::Options& options) {
    auto provider = server::OpenKeyProvider(options);
    if (!provider.ok()) return Fail(provider.status());
    storage::Vault vault(**provider);
    auto made = storage::MakeServerKeys(owner, vault);
    if (!made.ok()) return Fail(made.status());
    std::cout << "made " << *made << " server keys under " << (*provider)->current() << '\n';
    return kDone;
  });
}

}  // namespace arasha::admin
