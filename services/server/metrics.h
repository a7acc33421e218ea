#ifndef ARASHA_SERVICES_SERVER_METRICS_H_
#define ARASHA_SERVICES_SERVER_METRICS_H_

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

// What Prometheus can ask: calls by method and code with their durations, calls in flight, glass
// broken, whether the directory is current, handshakes refused by reason, and days until the certificate
// expires. Labels never hold personal data. Thread-safe.
class Metrics {
 public:
  Metrics();

  void CallStarted();
  void CallDone(const std::string& method, absl::StatusCode code, absl::Duration took);
  void GlassBroken();
  void SetDirectoryFresh(bool fresh);
  void HandshakeRefused(const std::string& reason);
  void SetCertificateExpiry(absl::Time not_after);

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
  prometheus::Counter& glass_broken_;
  prometheus::Gauge& in_flight_;
  prometheus::Gauge& directory_fresh_;
  prometheus::Gauge& certificate_expiry_;
  absl::Mutex mutex_;
  std::map<std::pair<std::string, absl::StatusCode>, Series> series_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_METRICS_H_
