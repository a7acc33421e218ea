#include "services/rules/log/checkpoint.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace arasha::rules::log {

std::string FormatCheckpoint(const Checkpoint& checkpoint) {
  return absl::StrCat(checkpoint.origin, "\n", checkpoint.size, "\n",
                      absl::Base64Escape(ToBytes(checkpoint.root)), "\n");
}

absl::StatusOr<Checkpoint> ParseCheckpoint(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n');
  Checkpoint checkpoint;
  std::string root;
  if (lines.size() != 4 || lines[0].empty() || !absl::SimpleAtoi(lines[1], &checkpoint.size) ||
      checkpoint.size < 0 || !absl::Base64Unescape(lines[2], &root)) {
    return absl::InvalidArgumentError("a checkpoint is an origin, a size and a root, a line each");
  }
  const std::optional<Hash> hash = ToHash(root);
  if (!hash.has_value()) return absl::InvalidArgumentError("the checkpoint's root is not a hash");
  checkpoint.origin = std::string(lines[0]);
  checkpoint.root = *hash;
  if (FormatCheckpoint(checkpoint) != text) {
    return absl::InvalidArgumentError("the checkpoint is not written in the one way that it can be");
  }
  return checkpoint;
}

absl::StatusOr<SignedCheckpoint> OpenCheckpoint(absl::string_view note,
                                                absl::Span<const NoteVerifier> known) {
  const absl::StatusOr<Note> parsed = ParseNote(note);
  if (!parsed.ok()) return parsed.status();
  absl::StatusOr<Checkpoint> checkpoint = ParseCheckpoint(parsed->text);
  if (!checkpoint.ok()) return checkpoint.status();
  const absl::StatusOr<std::vector<VerifiedSignature>> signatures = VerifyNote(*parsed, known);
  if (!signatures.ok()) return signatures.status();
  SignedCheckpoint opened{*std::move(checkpoint), {}};
  bool by_log = false;
  for (const VerifiedSignature& signature : *signatures) {
    if (signature.by->kind() == SignatureKind::kCosignatureV1) {
      opened.witnesses.push_back(signature);
    } else if (signature.by->name() == opened.checkpoint.origin) {
      by_log = true;
    }
  }
  if (!by_log) return absl::NotFoundError("no known key of the log signed the checkpoint");
  return opened;
}

}  // namespace arasha::rules::log
