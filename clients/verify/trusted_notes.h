#ifndef ARASHA_CLIENTS_VERIFY_TRUSTED_NOTES_H_
#define ARASHA_CLIENTS_VERIFY_TRUSTED_NOTES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "clients/verify/findings.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/schema.h"
#include "services/rules/log/signed_note.h"

namespace arasha::clients {

// Whom and what an auditor trusts.
struct Trust {
  std::vector<rules::log::NoteVerifier> log_keys;
  std::vector<rules::log::NoteVerifier> witnesses;
  // So many witnesses, told apart by name, must have cosigned.
  int quorum = 0;
  // A checkpoint kept from before: a signed note.
  std::optional<std::string> since;
  // Where it was kept: the key, behind `checkpoint.`, of the message that names it in findings.
  std::string since_kept = "since";
  // What the database's schema must be; not compared if there is none.
  const rules::log::SchemaDigests* schema = nullptr;
};

// Of a witness that is trusted.
struct Cosignature {
  std::string name;
  absl::Time time;
  int64_t size;  // of the checkpoint that it cosigned
};

// Opens the notes of an export, and says what is wrong with their signatures.
class TrustedNotes {
 public:
  TrustedNotes(const Trust& trust, Findings& findings);

  // The checkpoint, whoever signed it; nothing if it is none. `which` is the key, behind `checkpoint.`, of
  // the message that names it in findings.
  std::optional<rules::log::Checkpoint> Open(const std::string& note, absl::string_view which);
  // The same for the one that was kept; nothing unless the log signed it. Its witnesses do not count.
  std::optional<rules::log::Checkpoint> OpenSince();
  // Nothing, and no finding, unless the log signed it.
  std::optional<rules::log::Checkpoint> OpenQuietly(const std::string& note) const;
  // To be called last.
  void CheckQuorum();

  const std::vector<Cosignature>& cosignatures() const { return cosignatures_; }

 private:
  const Trust& trust_;
  Findings& findings_;
  std::vector<rules::log::NoteVerifier> known_;
  std::vector<Cosignature> cosignatures_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_TRUSTED_NOTES_H_
