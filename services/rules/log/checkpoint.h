#ifndef ARASHA_SERVICES_RULES_LOG_CHECKPOINT_H_
#define ARASHA_SERVICES_RULES_LOG_CHECKPOINT_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rules/log/merkle.h"
#include "services/rules/log/signed_note.h"

// Heads of the log (https://c2sp.org/tlog-checkpoint): the text of a signed note.
namespace arasha::rules::log {

struct Checkpoint {
  std::string origin;
  int64_t size = 0;
  Hash root{};

  bool operator==(const Checkpoint&) const = default;
};

// The text to be signed: origin, size and root, a line each.
std::string FormatCheckpoint(const Checkpoint& checkpoint);
// INVALID_ARGUMENT unless it is exactly what FormatCheckpoint writes: extension lines, which the format
// allows and this log has none of, are refused.
absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text);

struct SignedCheckpoint {
  Checkpoint checkpoint;
  std::vector<VerifiedSignature> witnesses;  // cosignatures of known witnesses, pointing into `known`
};

// Opens a checkpoint of the log whose keys are among `known`. INVALID_ARGUMENT if it has not the form;
// UNAUTHENTICATED if a known key's signature does not verify; NOT_FOUND if no known Ed25519 key that bears
// the checkpoint's origin as its name has signed.
absl::StatusOr<SignedCheckpoint> OpenCheckpoint(absl::string_view note, absl::Span<const NoteVerifier> known);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_CHECKPOINT_H_
