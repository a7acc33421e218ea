#include "services/process/metrics.h"

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

prometheus::Gauge& PlainGauge(prometheus::Registry& registry, const char* name, const char* help) {
  return BuildGauge().Name(name).Help(help).Register(registry).Add({});
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
      over_rate_(BuildCounter()
                     .Name("arasha_calls_over_rate_total")
                     .Help("Calls refused because their caller made too many in a minute")
                     .Register(*registry_)
                     .Add({})),
      streams_(PlainGauge(*registry_, "arasha_streams_open", "Streams that are open or being opened")),
      streams_ended_(BuildCounter()
                         .Name("arasha_streams_ended_total")
                         .Help("Streams that were open and ended")
                         .Register(*registry_)),
      glass_broken_(BuildCounter()
                        .Name("arasha_glass_broken_total")
                        .Help("Cases that somebody took access to by breaking the glass")
                        .Register(*registry_)
                        .Add({})),
      in_flight_(PlainGauge(*registry_, "arasha_calls_in_flight", "Calls not yet answered")),
      directory_fresh_(PlainGauge(*registry_, "arasha_directory_fresh",
                                  "1 while staff, missions and revocations can be read")),
      certificate_expiry_(PlainGauge(*registry_, "arasha_certificate_expiry_seconds",
                                     "When the server's certificate expires, Unix time")),
      log_leased_(PlainGauge(*registry_, "arasha_log_leased",
                             "1 while this server gives leaves their places in the audit log")),
      log_halted_(PlainGauge(*registry_, "arasha_log_halted",
                             "1 while the audit log cannot go on without an operator")),
      log_size_(PlainGauge(*registry_, "arasha_log_size", "Leaves that have a place in the audit log")),
      log_head_size_(
          PlainGauge(*registry_, "arasha_log_head_size", "Leaves that the newest signed head covers")),
      log_head_time_(
          PlainGauge(*registry_, "arasha_log_head_seconds", "When the newest head was signed, Unix time")),
      log_waiting_(PlainGauge(*registry_, "arasha_log_waiting",
                              "Leaves of this server that were not seen placed yet")),
      log_waiting_oldest_(
          PlainGauge(*registry_, "arasha_log_waiting_oldest_seconds", "How long the oldest of these waits")),
      log_unplaced_(BuildCounter()
                        .Name("arasha_log_unplaced_total")
                        .Help("Journalled leaves that were late, or gone from the database")
                        .Register(*registry_)),
      witness_size_(BuildGauge()
                        .Name("arasha_log_witness_size")
                        .Help("Leaves under the newest head that a witness has")
                        .Register(*registry_)),
      witness_failures_(BuildCounter()
                            .Name("arasha_log_witness_failures_total")
                            .Help("Heads that a witness did not take")
                            .Register(*registry_)),
      job_runs_(BuildCounter()
                    .Name("arasha_job_runs_total")
                    .Help("Runs of jobs on this server that ended")
                    .Register(*registry_)),
      job_running_(BuildGauge()
                       .Name("arasha_job_running")
                       .Help("1 while this server runs the job")
                       .Register(*registry_)),
      job_success_(BuildGauge()
                       .Name("arasha_job_success_seconds")
                       .Help("When a run of the job last succeeded, on any server, Unix time; 0 for never")
                       .Register(*registry_)),
      warnings_given_(BuildCounter()
                          .Name("arasha_warnings_given_total")
                          .Help("Warnings of deadlines that this server gave")
                          .Register(*registry_)
                          .Add({})),
      warning_lag_(PlainGauge(*registry_, "arasha_warnings_lag_seconds",
                              "How late the job that gives warnings was with what had waited for longest")) {}

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

void Metrics::CallOverRate() { over_rate_.Increment(); }

void Metrics::SetStreams(size_t open) { streams_.Set(static_cast<double>(open)); }
void Metrics::StreamEnded(const std::string& method, absl::StatusCode code) {
  streams_ended_.Add({{"method", method}, {"code", absl::StatusCodeToString(code)}}).Increment();
}

void Metrics::GlassBroken() { glass_broken_.Increment(); }
void Metrics::SetDirectoryFresh(bool fresh) { directory_fresh_.Set(fresh ? 1 : 0); }
void Metrics::HandshakeRefused(const std::string& reason) {
  handshakes_refused_.Add({{"reason", reason}}).Increment();
}
void Metrics::SetCertificateExpiry(absl::Time not_after) {
  certificate_expiry_.Set(static_cast<double>(absl::ToUnixSeconds(not_after)));
}

void Metrics::SetLogLease(bool leased) { log_leased_.Set(leased ? 1 : 0); }
void Metrics::SetLogHalted(bool halted) { log_halted_.Set(halted ? 1 : 0); }
void Metrics::SetLogSize(int64_t size) { log_size_.Set(static_cast<double>(size)); }
void Metrics::SetLogHead(int64_t size, absl::Time time) {
  log_head_size_.Set(static_cast<double>(size));
  log_head_time_.Set(static_cast<double>(absl::ToUnixSeconds(time)));
}
void Metrics::SetLogWaiting(size_t count, absl::Duration oldest) {
  log_waiting_.Set(static_cast<double>(count));
  log_waiting_oldest_.Set(absl::ToDoubleSeconds(oldest));
}
void Metrics::LeavesUnplaced(const std::string& why, size_t count) {
  log_unplaced_.Add({{"why", why}}).Increment(static_cast<double>(count));
}
void Metrics::WarningsGiven(int count) { warnings_given_.Increment(count); }
void Metrics::SetWarningLag(absl::Duration lag) { warning_lag_.Set(absl::ToDoubleSeconds(lag)); }

void Metrics::WitnessHas(const std::string& witness, int64_t size) {
  witness_size_.Add({{"witness", witness}}).Set(static_cast<double>(size));
}
void Metrics::WitnessFailed(const std::string& witness) {
  witness_failures_.Add({{"witness", witness}}).Increment();
}

void Metrics::JobStarted(const std::string& job) { job_running_.Add({{"job", job}}).Set(1); }
void Metrics::JobEnded(const std::string& job, const std::string& outcome) {
  job_running_.Add({{"job", job}}).Set(0);
  job_runs_.Add({{"job", job}, {"outcome", outcome}}).Increment();
}
void Metrics::SetJobSucceeded(const std::string& job, absl::Time time) {
  job_success_.Add({{"job", job}}).Set(static_cast<double>(absl::ToUnixSeconds(time)));
}

}  // namespace arasha::server
