#include "tests/support/test_keys.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "absl/time/clock.h"
#include "tests/support/test_database.h"

namespace arasha::support {
namespace {

// Once for all processes of one run: whoever holds the lock makes it if it is missing.
void MakeKeyEncryptionKey(const std::string& folder) {
  mkdir(folder.c_str(), 0700);
  const int lock = open((folder + "/lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  flock(lock, LOCK_EX);
  const std::string path = folder + "/kek-1.key";
  const int file = open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0400);
  if (file >= 0) {
    const storage::SecretKey key = storage::SecretKey::Generate();
    EXPECT_EQ(write(file, key.bytes().data(), key.bytes().size()), static_cast<ssize_t>(key.bytes().size()));
    close(file);
  }
  close(lock);
}

}  // namespace

std::string TestKeys::Folder() {
  static const std::string folder = [] {
    const Environment* environment = FindEnvironment();
    if (environment == nullptr) return std::string();
    const std::string path = environment->dir + "/keys";
    MakeKeyEncryptionKey(path);
    return path;
  }();
  return folder;
}

std::unique_ptr<TestKeys> TestKeys::Read(storage::Connection& connection) {
  auto provider = storage::OpenKeyFiles(Folder(), "kek-1");
  if (!provider.ok()) {
    ADD_FAILURE() << provider.status();
    return nullptr;
  }
  std::unique_ptr<TestKeys> keys(new TestKeys(*std::move(provider)));
  auto server_keys = storage::ReadServerKeys(connection, keys->vault_);
  if (!server_keys.ok()) {
    ADD_FAILURE() << server_keys.status();
    return nullptr;
  }
  keys->server_keys_ = std::make_shared<const storage::ServerKeys>(*std::move(server_keys));
  return keys;
}

TestKeys::TestKeys(std::unique_ptr<storage::KeyProvider> provider)
    : provider_(std::move(provider)), vault_(*provider_), case_keys_(vault_), sealing_{vault_, case_keys_} {}

storage::AccessContext TestKeys::Access(std::vector<std::string> labels) const {
  return {std::move(labels), absl::InfiniteFuture(), server_keys_->context.key};
}

storage::AuditContext TestKeys::Operator() {
  return {.now = absl::Now(),
          .instance = "operator",
          .actor = "operator",
          .certificate = "",
          .action = "ApplyDirectory",
          .payload = "a test's",
          .access = Access({"operator"}),
          .server_keys = server_keys_,
          .sealing = &sealing_};
}

}  // namespace arasha::support
