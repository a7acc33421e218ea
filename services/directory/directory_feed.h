#ifndef ARASHA_SERVICES_DIRECTORY_DIRECTORY_FEED_H_
#define ARASHA_SERVICES_DIRECTORY_DIRECTORY_FEED_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "services/directory/directory.h"
#include "storage/keys/vault.h"
#include "storage/postgres/connection.h"

namespace arasha::server {

// How long decisions may rest on a directory that could not be refreshed. After it, calls and new
// connections are refused: a revocation that we cannot see may exist.
inline constexpr absl::Duration kDirectoryMaxAge = absl::Seconds(30);

// Keeps the Directory current from a connection of its own: asks for its version every second, reads it
// anew when that moved.
class DirectoryFeed {
 public:
  DirectoryFeed(std::string conninfo, storage::Vault& vault);
  ~DirectoryFeed();

  // Reads the directory if it moved: so that the server starts knowing it, and so that whoever changed it
  // through this server finds it changed. Thread-safe.
  absl::Status Refresh() ABSL_LOCKS_EXCLUDED(refresh_mutex_);
  // Follows it until stopped. `on_change(fresh)` is told, on another thread, whenever the directory can
  // be read again or cannot be read any more.
  void Follow(std::function<void(bool fresh)> on_change);
  // Stops following; `on_change` is not called any more.
  void Stop();

  // The newest directory; nullptr once it is older than kDirectoryMaxAge.
  std::shared_ptr<const Directory> Current() const;

 private:
  void Poll();

  absl::Mutex refresh_mutex_;  // held while the connection is in use
  storage::Connection connection_ ABSL_GUARDED_BY(refresh_mutex_);
  storage::Vault& vault_;
  std::function<void(bool)> on_change_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Directory> directory_ ABSL_GUARDED_BY(mutex_);
  absl::Time confirmed_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_DIRECTORY_DIRECTORY_FEED_H_
