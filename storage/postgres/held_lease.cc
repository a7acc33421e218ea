#include "storage/postgres/held_lease.h"

#include <utility>

#include "absl/time/time.h"

namespace arasha::storage {
namespace {

// A lease that was lost, as that of cancelled work, is noticed within this time.
constexpr absl::Duration kHeartbeat = absl::Milliseconds(500);

}  // namespace

HeldLease::HeldLease(Connection& work, const absl::Notification& stopping, Extend extend)
    : work_(work), stopping_(stopping), extend_(std::move(extend)) {
  work_.BeginCall(kCallId, absl::InfiniteFuture());
  thread_ = std::thread([this] { Keep(); });
}

HeldLease::~HeldLease() {
  work_.EndCall();
  ended_.Notify();
  thread_.join();
}

void HeldLease::Keep() {
  while (!ended_.WaitForNotificationWithTimeout(kHeartbeat)) {
    const auto ours = extend_();
    if (ours.ok() && !*ours) lost_ = true;
    // Again and again, for between two statements there is nothing to cancel.
    if (!KeepGoing()) work_.Cancel(kCallId);
  }
}

}  // namespace arasha::storage
