#include "services/sequencing/audit_log.h"

#include <iterator>
#include <utility>

#include "absl/strings/match.h"
#include "services/process/operator_log.h"
#include "services/sequencing/journal.h"
#include "services/sequencing/sequencer.h"

namespace arasha::server {

absl::StatusOr<std::vector<Witnesses::Named>> MakeWitnesses(const Options& options, const LogKeys& keys) {
  std::vector<Witnesses::Named> witnesses;
  for (const std::string& line : options.log_witnesses) {
    auto witness = MakeWitness(line, options.sequencer_database, keys);
    if (!witness.ok()) return witness.status();
    witnesses.push_back({line.substr(0, line.find(' ')), *std::move(witness)});
  }
  return witnesses;
}

AuditLog::AuditLog(const Options& options, std::string instance, Metrics& metrics)
    : options_(options), instance_(std::move(instance)), metrics_(metrics) {}

AuditLog::~AuditLog() = default;

absl::Status AuditLog::Start() {
  if (!options_.log_journal.empty()) {
    auto journal = Journal::Open(options_.log_journal, instance_);
    if (!journal.ok()) return journal.status();
    journal_ = *std::move(journal);
  }
  if (options_.sequencer_database.empty()) {
    Log(LogLevel::kWarning, "log_not_sequenced_here", {});
    return absl::OkStatus();
  }
  auto keys = LogKeys::Load(options_.log_origin, options_.log_key, options_.log_old_keys);
  if (!keys.ok()) return keys.status();
  keys_ = std::make_unique<LogKeys>(*std::move(keys));
  auto witnesses = MakeWitnesses(options_, *keys_);
  if (!witnesses.ok()) return witnesses.status();
  witnesses_ = std::make_unique<Witnesses>(*std::move(witnesses), options_.log_witness_period, metrics_);
  sequencer_ = std::make_unique<Sequencer>(
      options_.sequencer_database,
      Sequencer::Parts{*keys_, metrics_, journal_.get(),
                       [this] {
                         std::vector<PublishedHead> heads = witnesses_->Heads();
                         if (journal_ == nullptr) return heads;
                         for (PublishedHead& head : journal_->Heads()) heads.push_back(std::move(head));
                         return heads;
                       },
                       [this](const storage::CheckpointRow& head) { witnesses_->Publish(head); }});
  return sequencer_->Start();
}

absl::StatusOr<std::string> AuditLog::SignText(absl::string_view origin, absl::string_view text) const {
  if (keys_ == nullptr) return absl::FailedPreconditionError("this server has no key of the log");
  return keys_->SignText(origin, text);
}

void AuditLog::Take(absl::string_view leaf) {
  if (journal_ != nullptr) journal_->Append(leaf);
}

bool AuditLog::healthy() const { return journal_ == nullptr || journal_->healthy(); }

}  // namespace arasha::server
