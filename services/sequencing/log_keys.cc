#include "services/sequencing/log_keys.h"

#include <fstream>
#include <sstream>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"

namespace arasha::server {
namespace {

using rules::log::NoteSigner;
using rules::log::NoteVerifier;
using rules::log::SignatureKind;

absl::Status Unusable(absl::string_view what, const absl::Status& why) {
  return absl::FailedPreconditionError(absl::StrCat(what, ": ", why.message()));
}

}  // namespace

absl::StatusOr<LogKeys> LogKeys::Load(const std::string& origin, const std::string& key_file,
                                      const std::vector<std::string>& old_keys) {
  std::ifstream file(key_file, std::ios::binary);
  std::ostringstream pem;
  pem << file.rdbuf();
  if (!file) return absl::FailedPreconditionError(absl::StrCat(key_file, " cannot be read"));
  if (auto signer = NoteSigner::FromPem(origin, SignatureKind::kEd25519, pem.str()); !signer.ok()) {
    return Unusable(key_file, signer.status());
  }
  std::vector<NoteVerifier> verifiers;
  for (const std::string& key : old_keys) {
    auto verifier = NoteVerifier::FromKey(key);
    if (!verifier.ok()) return Unusable(absl::StrCat("log.old_keys: ", key), verifier.status());
    verifiers.push_back(*std::move(verifier));
  }
  return LogKeys(origin, pem.str(), std::move(verifiers));
}

std::string LogKeys::Origin(int epoch) const {
  return epoch == 1 ? origin_ : absl::StrCat(origin_, "/", epoch);
}

absl::StatusOr<std::string> LogKeys::Sign(int epoch, int64_t size, const rules::log::Hash& root) const {
  auto signer = NoteSigner::FromPem(Origin(epoch), SignatureKind::kEd25519, pem_);
  if (!signer.ok()) return signer.status();
  const std::string text =
      rules::log::FormatCheckpoint({.origin = Origin(epoch), .size = size, .root = root});
  auto signature = signer->Sign(text, absl::UnixEpoch());
  if (!signature.ok()) return signature.status();
  return rules::log::FormatNote(text, {*signature});
}

absl::StatusOr<std::string> LogKeys::SignText(absl::string_view origin, absl::string_view text) const {
  if (origin != origin_ && !absl::StartsWith(origin, absl::StrCat(origin_, "/"))) {
    return absl::FailedPreconditionError(absl::StrCat(origin, " is no origin of this log"));
  }
  auto signer = NoteSigner::FromPem(origin, SignatureKind::kEd25519, pem_);
  if (!signer.ok()) return signer.status();
  auto signature = signer->Sign(text, absl::UnixEpoch());
  if (!signature.ok()) return signature.status();
  return rules::log::FormatNote(text, {*signature});
}

absl::StatusOr<LogKeys::Head> LogKeys::Open(absl::string_view note) const {
  const auto parsed = rules::log::ParseNote(note);
  if (!parsed.ok()) return Unusable("not a signed note", parsed.status());
  const auto checkpoint = rules::log::ParseCheckpoint(parsed->text);
  if (!checkpoint.ok()) return Unusable("not a head of a log", checkpoint.status());
  Head head;
  absl::string_view number = checkpoint->origin;
  const bool ours = absl::ConsumePrefix(&number, origin_) &&
                    (number.empty() || (absl::ConsumePrefix(&number, "/") &&
                                        absl::SimpleAtoi(number, &head.epoch) && head.epoch > 1));
  if (!ours || checkpoint->origin != Origin(head.epoch)) {
    return absl::FailedPreconditionError(
        absl::StrCat("it is a head of ", checkpoint->origin, ", and log.origin says ", origin_));
  }
  auto verifier = Verifier(head.epoch);
  if (!verifier.ok()) return verifier.status();
  std::vector<NoteVerifier> known = old_keys_;
  known.push_back(*std::move(verifier));
  auto opened = rules::log::OpenCheckpoint(note, known);
  if (!opened.ok()) {
    return absl::FailedPreconditionError(
        absl::StrCat(opened.status().message(), "; keys signed with before go into log.old_keys"));
  }
  head.checkpoint = std::move(opened->checkpoint);
  return head;
}

absl::StatusOr<NoteVerifier> LogKeys::Verifier(int epoch) const {
  auto signer = NoteSigner::FromPem(Origin(epoch), SignatureKind::kEd25519, pem_);
  if (!signer.ok()) return signer.status();
  return signer->verifier();
}

}  // namespace arasha::server
