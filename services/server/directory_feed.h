#ifndef ARASHA_SERVICES_SERVER_DIRECTORY_FEED_H_
#define ARASHA_SERVICES_SERVER_DIRECTORY_FEED_H_

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "absl/status/status.h"
#include "absl/synchronization/mutex.h"
#include "absl/synchronization/notification.h"
#include "absl/time/time.h"
#include "services/server/directory.h"
#include "storage/connection.h"

namespace arasha::server {

// How long decisions may rest on a directory that could not be refreshed. After it, calls and new
// connections are refused: a revocation that we cannot see may exist.
inline constexpr absl::Duration kDirectoryMaxAge = absl::Seconds(30);

// Keeps the Directory current from a connection of its own: asks for its version every second, reads it
// anew when that moved. Also does the small housekeeping that any replica may do.
class DirectoryFeed {
 public:
  explicit DirectoryFeed(std::string conninfo);
  ~DirectoryFeed();

  // Reads the directory once, so that the server starts knowing it; then follows it until destroyed.
  // `on_change(fresh)` is told whenever the directory becomes fresh or stale.
  absl::Status Start(std::function<void(bool fresh)> on_change);

  // The newest directory; nullptr once it is older than kDirectoryMaxAge.
  std::shared_ptr<const Directory> Current() const;

 private:
  absl::Status Refresh();
  void Follow();

  storage::Connection connection_;
  std::function<void(bool)> on_change_;
  mutable absl::Mutex mutex_;
  std::shared_ptr<const Directory> directory_ ABSL_GUARDED_BY(mutex_);
  absl::Time confirmed_ ABSL_GUARDED_BY(mutex_) = absl::InfinitePast();
  absl::Notification stop_;
  std::thread thread_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_DIRECTORY_FEED_H_
