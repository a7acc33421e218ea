#ifndef ARASHA_STORAGE_POSTGRES_HELD_LEASE_H_
#define ARASHA_STORAGE_POSTGRES_HELD_LEASE_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/synchronization/notification.h"
#include "storage/postgres/connection.h"

namespace arasha::storage {

// Keeps a lease while its holder works: extends it again and again, on a thread of its own. Once it is
// somebody else's, or the process stops, the statement that the work runs is cancelled, and so are those that
// follow.
class HeldLease {
 public:
  // Under which call the statements of the work run.
  static constexpr uint64_t kCallId = 1;
  // Extends the lease; false if it is not the holder's any more.
  using Extend = std::function<absl::StatusOr<bool>()>;

  // `work`: the connection on which the holder works, in a call of its own until this is destroyed. `extend`
  // must use another.
  HeldLease(Connection& work, const absl::Notification& stopping, Extend extend);
  ~HeldLease();
  HeldLease(const HeldLease&) = delete;
  HeldLease& operator=(const HeldLease&) = delete;

  // Whether the lease is somebody else's, or was given up, as far as is known.
  bool lost() const { return lost_; }
  // Whether there is a reason to work on.
  bool KeepGoing() const { return !lost_ && !stopping_.HasBeenNotified(); }

 private:
  void Keep();

  Connection& work_;
  const absl::Notification& stopping_;
  const Extend extend_;
  std::atomic<bool> lost_ = false;
  absl::Notification ended_;
  std::thread thread_;
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_HELD_LEASE_H_
