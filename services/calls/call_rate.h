#ifndef ARASHA_SERVICES_CALLS_CALL_RATE_H_
#define ARASHA_SERVICES_CALLS_CALL_RATE_H_

#include <string>
#include <unordered_map>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace arasha::server {

// How often one caller may call: a certificate in wrong hands, or a program that runs wild, must not read the
// register from end to end before somebody notices. Each server counts for itself. Thread-safe.
class CallRate {
 public:
  // After a minute of rest `per_minute` calls may come at once, and then as many in every minute, evenly; 0
  // for no limit.
  explicit CallRate(int per_minute);

  // Counts a call of `caller`, one of those who are registered. Zero if it may go on, else how long until it
  // may.
  absl::Duration Take(const std::string& caller, absl::Time now);

 private:
  const absl::Duration each_;  // of the minute, what a call uses up; zero for no limit
  absl::Mutex mutex_;
  // Until when each caller's calls have used up its time (a leaky bucket as one number: GCRA).
  std::unordered_map<std::string, absl::Time> used_until_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_CALLS_CALL_RATE_H_
