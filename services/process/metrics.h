#ifndef ARASHA_SERVICES_PROCESS_METRICS_H_
#define ARASHA_SERVICES_PROCESS_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace arasha::server {

// What Prometheus can ask: calls by method and code with their durations, calls in flight and over a caller's
// rate, streams open and ended, glass broken,
// whether the directory is current, handshakes refused by reason, days until the certificate expires, how the
// audit log fares, and how jobs do. Labels never hold personal data. Thread-safe.
class Metrics {
 public:
  Metrics();

  void CallStarted();
  void CallDone(const std::string& method, absl::StatusCode code, absl::Duration took);
  void CallOverRate();
  // A call that opens a stream is done when the stream is open.
  void SetStreams(size_t open);
  void StreamEnded(const std::string& method, absl::StatusCode code);
  void GlassBroken();
  void SetDirectoryFresh(bool fresh);
  void HandshakeRefused(const std::string& reason);
  void SetCertificateExpiry(absl::Time not_after);

  // Whether this server gives the leaves of the log their places.
  void SetLogLease(bool leased);
  // Whether the log cannot go on without an operator.
  void SetLogHalted(bool halted);
  // Leaves that have a place, and the newest head.
  void SetLogSize(int64_t size);
  void SetLogHead(int64_t size, absl::Time time);
  // Leaves that this server journalled and has not seen placed, and for how long the oldest of them.
  void SetLogWaiting(size_t count, absl::Duration oldest);
  // Leaves that were journalled and did not get a place in time.
  void LeavesUnplaced(const std::string& why, size_t count);
  // The newest head that a witness has, and what it did not take.
  void WitnessHas(const std::string& witness, int64_t size);
  void WitnessFailed(const std::string& witness);

  // A run of a job on this server, which ended with this outcome, one of a few words.
  void JobStarted(const std::string& job);
  void JobEnded(const std::string& job, const std::string& outcome);
  // When a run last succeeded, on any server.
  void SetJobSucceeded(const std::string& job, absl::Time time);

  // Warnings of deadlines that this server gave.
  void WarningsGiven(int count);
  // How late the job that gives them was with the one that had waited for longest.
  void SetWarningLag(absl::Duration lag);

  const std::shared_ptr<prometheus::Registry>& registry() const { return registry_; }

 private:
  struct Series {
    prometheus::Counter* count;
    prometheus::Histogram* seconds;
  };

  std::shared_ptr<prometheus::Registry> registry_ = std::make_shared<prometheus::Registry>();
  prometheus::Family<prometheus::Counter>& calls_;
  prometheus::Family<prometheus::Histogram>& durations_;
  prometheus::Family<prometheus::Counter>& handshakes_refused_;
  prometheus::Counter& over_rate_;
  prometheus::Gauge& streams_;
  prometheus::Family<prometheus::Counter>& streams_ended_;
  prometheus::Counter& glass_broken_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& directory_fresh_;
  prometheus::Gauge& certificate_expiry_;
  prometheus::Gauge& log_leased_;
  prometheus::Gauge& log_halted_;
  prometheus::Gauge& log_size_;
  prometheus::Gauge& log_head_size_;
  prometheus::Gauge& log_head_time_;
  prometheus::Gauge& log_waiting_;
  prometheus::Gauge& log_waiting_oldest_;
  prometheus::Family<prometheus::Counter>& log_unplaced_;
  prometheus::Family<prometheus::Gauge>& witness_size_;
  prometheus::Family<prometheus::Counter>& witness_failures_;
  prometheus::Family<prometheus::Counter>& job_runs_;
  prometheus::Family<prometheus::Gauge>& job_running_;
  prometheus::Family<prometheus::Gauge>& job_success_;
  prometheus::Counter& warnings_given_;
  prometheus::Gauge& warning_lag_;
  absl::Mutex mutex_;
  std::map<std::pair<std::string, absl::StatusCode>, Series> series_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_METRICS_H_
