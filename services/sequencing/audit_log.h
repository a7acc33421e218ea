#ifndef ARASHA_SERVICES_SEQUENCING_AUDIT_LOG_H_
#define ARASHA_SERVICES_SEQUENCING_AUDIT_LOG_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/process/metrics.h"
#include "services/process/options.h"
#include "services/sequencing/log_keys.h"
#include "services/sequencing/witnesses.h"

namespace arasha::server {

class Journal;
class Sequencer;

// What a server does for the audit log beside serving calls, as the configuration says: it keeps the journal,
// sequences, and gives heads to witnesses.
class AuditLog {
 public:
  AuditLog(const Options& options, std::string instance, Metrics& metrics);
  ~AuditLog();

  // FAILED_PRECONDITION, saying what to do, if something cannot be used or the log cannot go on as it is.
  // Must be done before the first leaf.
  absl::Status Start();

  // Signs as the log of `origin`; see LogKeys. FAILED_PRECONDITION if this server has no key of the log.
  absl::StatusOr<std::string> SignText(absl::string_view origin, absl::string_view text) const;

  // A leaf whose transaction is committed. From any thread.
  void Take(absl::string_view leaf);
  // Whether leaves can be taken: nothing that leaves one should be done otherwise.
  bool healthy() const;

 private:
  const Options& options_;
  const std::string instance_;
  Metrics& metrics_;
  // In the order of construction.
  std::unique_ptr<Journal> journal_;
  std::unique_ptr<LogKeys> keys_;
  std::unique_ptr<Witnesses> witnesses_;
  std::unique_ptr<Sequencer> sequencer_;
};

// The witnesses of the configuration. `keys` must outlive them.
absl::StatusOr<std::vector<Witnesses::Named>> MakeWitnesses(const Options& options, const LogKeys& keys);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_AUDIT_LOG_H_
