#ifndef ARASHA_SERVICES_SEQUENCING_LOG_KEYS_H_
#define ARASHA_SERVICES_SEQUENCING_LOG_KEYS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rules/log/checkpoint.h"
#include "services/rules/log/signed_note.h"

namespace arasha::server {

// The names under which the log goes, and the keys that sign for them.
//
// The log has one origin, until it loses leaves that were published: then it goes on under another, with a
// number after it. `arasha.example/audit` is epoch 1, `arasha.example/audit/2` epoch 2. One key signs for
// all; its form as a verifier key differs, for it holds the name.
class LogKeys {
 public:
  // `key_file`: an Ed25519 key in PEM. `old_keys`: verifier keys, each for one origin, whose notes are still
  // recognised. FAILED_PRECONDITION, naming what is wrong, if one cannot be used.
  static absl::StatusOr<LogKeys> Load(const std::string& origin, const std::string& key_file,
                                      const std::vector<std::string>& old_keys);

  std::string Origin(int epoch) const;

  // The note of a head of an epoch.
  absl::StatusOr<std::string> Sign(int epoch, int64_t size, const rules::log::Hash& root) const;

  // The note of any other text, signed as the log of `origin` signs; the text must not read like a head.
  // FAILED_PRECONDITION if that is not an origin of this log.
  absl::StatusOr<std::string> SignText(absl::string_view origin, absl::string_view text) const;

  // A head that this log signed.
  struct Head {
    int epoch = 1;
    rules::log::Checkpoint checkpoint;
  };
  // FAILED_PRECONDITION if the note is none of this log's, or signed by no key of ours.
  absl::StatusOr<Head> Open(absl::string_view note) const;

  // What verifies the notes of an epoch that are signed from now on.
  absl::StatusOr<rules::log::NoteVerifier> Verifier(int epoch) const;

 private:
  LogKeys(std::string origin, std::string pem, std::vector<rules::log::NoteVerifier> old_keys)
      : origin_(std::move(origin)), pem_(std::move(pem)), old_keys_(std::move(old_keys)) {}

  std::string origin_;
  std::string pem_;
  std::vector<rules::log::NoteVerifier> old_keys_;
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SEQUENCING_LOG_KEYS_H_
