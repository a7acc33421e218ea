#include "services/calls/call_rate.h"

namespace arasha::server {
namespace {

constexpr absl::Duration kMinute = absl::Minutes(1);

}  // namespace

CallRate::CallRate(int per_minute) : each_(per_minute == 0 ? absl::ZeroDuration() : kMinute / per_minute) {}

absl::Duration CallRate::Take(const std::string& caller, absl::Time now) {
  if (each_ == absl::ZeroDuration()) return each_;
  absl::MutexLock lock(&mutex_);
  absl::Time& used_until = used_until_[caller];
  // Nobody owes more than a minute, unless the clock was put back.
  if (used_until < now || used_until > now + kMinute) used_until = now;
  const absl::Duration owed = used_until + each_ - now;
  if (owed > kMinute) return owed - kMinute;
  used_until += each_;
  return absl::ZeroDuration();
}

}  // namespace arasha::server
