#include "services/directory/directory_feed.h"

#include "absl/time/clock.h"
#include "services/process/operator_log.h"

namespace arasha::server {
namespace {

constexpr absl::Duration kPoll = absl::Seconds(1);
// A poll must not outlast the age it guards.
constexpr absl::Duration kPollTimeout = absl::Seconds(5);

}  // namespace

DirectoryFeed::DirectoryFeed(std::string conninfo, storage::Vault& vault)
    : connection_(std::move(conninfo)), vault_(vault) {}

DirectoryFeed::~DirectoryFeed() { Stop(); }

void DirectoryFeed::Stop() {
  if (!thread_.joinable()) return;
  stop_.Notify();
  thread_.join();
}

void DirectoryFeed::Follow(std::function<void(bool)> on_change) {
  on_change_ = std::move(on_change);
  thread_ = std::thread([this] { Poll(); });
}

std::shared_ptr<const Directory> DirectoryFeed::Current() const {
  absl::ReaderMutexLock lock(&mutex_);
  if (absl::Now() - confirmed_ > kDirectoryMaxAge) return nullptr;
  return directory_;
}

absl::Status DirectoryFeed::Refresh() {
  absl::MutexLock refreshing(&refresh_mutex_);
  const absl::Time asked = absl::Now();
  connection_.BeginCall(1, asked + kPollTimeout);
  auto version = storage::DirectoryVersion(connection_);
  if (!version.ok()) return version.status();
  std::shared_ptr<const Directory> before;
  {
    absl::ReaderMutexLock lock(&mutex_);
    before = directory_;
  }
  std::shared_ptr<const Directory> directory;
  if (before == nullptr || before->version() != *version) {
    auto keys = storage::ReadServerKeys(connection_, vault_);
    if (!keys.ok()) return keys.status();
    auto shared = std::make_shared<const storage::ServerKeys>(*std::move(keys));
    auto rows = storage::ReadDirectory(connection_, *shared);
    if (!rows.ok()) return rows.status();
    directory = std::make_shared<const Directory>(
        Directory::Create(*std::move(rows), std::move(shared), before.get()));
    LogDamage("directory", directory->damaged());
  }
  absl::MutexLock lock(&mutex_);
  if (directory) directory_ = std::move(directory);
  confirmed_ = asked;
  return absl::OkStatus();
}

void DirectoryFeed::Poll() {
  bool fresh = true;
  while (!stop_.WaitForNotificationWithTimeout(kPoll)) {
    const absl::Status status = Refresh();
    if (status.ok() == fresh) continue;
    fresh = status.ok();
    if (fresh) {
      Log(LogLevel::kInfo, "directory_current", {});
    } else {
      Log(LogLevel::kError, "directory_unreadable", {{"status", DetailOf(status)}});
    }
    on_change_(fresh);
  }
}

}  // namespace arasha::server
