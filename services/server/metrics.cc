#include "services/server/metrics.h"

namespace arasha::server {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

const prometheus::Histogram::BucketBoundaries& Buckets() {
  static const prometheus::Histogram::BucketBoundaries buckets = {
      0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10};
  return buckets;
}

}  // namespace

Metrics::Metrics()
    : calls_(BuildCounter().Name("arasha_calls_total").Help("Calls answered").Register(*registry_)),
      durations_(BuildHistogram()
                     .Name("arasha_call_seconds")
                     .Help("Time from arrival to answer")
                     .Register(*registry_)),
      handshakes_refused_(BuildCounter()
                              .Name("arasha_handshakes_refused_total")
                              .Help("TLS handshakes that our verifier refused")
                              .Register(*registry_)),
      glass_broken_(BuildCounter()
                        .Name("arasha_glass_broken_total")
                        .Help("Cases that somebody took access to by breaking the glass")
                        .Register(*registry_)
                        .Add({})),
      in_flight_(BuildGauge()
                     .Name("arasha_calls_in_flight")
                     .Help("Calls not yet answered")
                     .Register(*registry_)
                     .Add({})),
      directory_fresh_(BuildGauge()
                           .Name("arasha_directory_fresh")
                           .Help("1 while staff, missions and revocations can be read")
                           .Register(*registry_)
                           .Add({})),
      certificate_expiry_(BuildGauge()
                              .Name("arasha_certificate_expiry_seconds")
                              .Help("When the server's certificate expires, Unix time")
                              .Register(*registry_)
                              .Add({})) {}

void Metrics::CallStarted() { in_flight_.Increment(); }

void Metrics::CallDone(const std::string& method, absl::StatusCode code, absl::Duration took) {
  in_flight_.Decrement();
  Series series{};
  {
    absl::MutexLock lock(&mutex_);
    auto [found, added] = series_.try_emplace({method, code});
    if (added) {
      const std::map<std::string, std::string> labels = {{"method", method},
                                                         {"code", absl::StatusCodeToString(code)}};
      found->second = {&calls_.Add(labels), &durations_.Add(labels, Buckets())};
    }
    series = found->second;
  }
  series.count->Increment();
  series.seconds->Observe(absl::ToDoubleSeconds(took));
}

void Metrics::GlassBroken() { glass_broken_.Increment(); }
void Metrics::SetDirectoryFresh(bool fresh) { directory_fresh_.Set(fresh ? 1 : 0); }
void Metrics::HandshakeRefused(const std::string& reason) {
  handshakes_refused_.Add({{"reason", reason}}).Increment();
}
void Metrics::SetCertificateExpiry(absl::Time not_after) {
  certificate_expiry_.Set(static_cast<double>(absl::ToUnixSeconds(not_after)));
}

}  // namespace arasha::server
