#include "clients/verify/trusted_notes.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arasha::clients {
namespace {

using rules::log::Checkpoint;
using rules::log::NoteVerifier;

}  // namespace

TrustedNotes::TrustedNotes(const Trust& trust, Findings& findings)
    : trust_(trust), findings_(findings), known_(trust.log_keys) {
  known_.insert(known_.end(), trust.witnesses.begin(), trust.witnesses.end());
}

std::optional<Checkpoint> TrustedNotes::Open(const std::string& note, absl::string_view which) {
  const Texts::Parameters parameters = {{"which", absl::StrCat("checkpoint.", which)}};
  const auto parsed = rules::log::ParseNote(note);
  const auto checkpoint = parsed.ok() ? rules::log::ParseCheckpoint(parsed->text) : parsed.status();
  if (!checkpoint.ok()) {
    findings_.CannotTell("CHECKPOINT_MALFORMED", parameters);
    return std::nullopt;
  }
  const auto opened = rules::log::OpenCheckpoint(note, known_);
  if (absl::IsUnauthenticated(opened.status())) {
    // One that was kept is not the log's to keep.
    if (which == trust_.since_kept) {
      findings_.CannotTell("SIGNATURE_FALSE", parameters);
    } else {
      findings_.Tampered("SIGNATURE_FALSE", parameters);
    }
  } else if (!opened.ok()) {
    const bool in_its_name =
        std::any_of(trust_.log_keys.begin(), trust_.log_keys.end(),
                    [&](const NoteVerifier& key) { return key.name() == checkpoint->origin; });
    findings_.CannotTell(in_its_name ? "SIGNED_BY_ANOTHER_KEY" : "SIGNER_UNKNOWN", parameters);
  } else {
    for (const rules::log::VerifiedSignature& witness : opened->witnesses) {
      cosignatures_.push_back(
          {witness.by->name(), witness.time.value_or(absl::InfinitePast()), opened->checkpoint.size});
    }
  }
  return *checkpoint;
}

std::optional<Checkpoint> TrustedNotes::OpenSince() {
  std::vector<Cosignature> cosignatures = cosignatures_;
  const int64_t findings = findings_.count();
  std::optional<Checkpoint> since = Open(*trust_.since, trust_.since_kept);
  if (findings_.count() != findings) since.reset();
  cosignatures_ = std::move(cosignatures);
  return since;
}

std::optional<Checkpoint> TrustedNotes::OpenQuietly(const std::string& note) const {
  const auto opened = rules::log::OpenCheckpoint(note, known_);
  return opened.ok() ? std::optional(opened->checkpoint) : std::nullopt;
}

void TrustedNotes::CheckQuorum() {
  std::set<std::string> names;
  for (const Cosignature& cosignature : cosignatures_) names.insert(cosignature.name);
  if (static_cast<int>(names.size()) < trust_.quorum) {
    findings_.CannotTell("WITNESSES_MISSING",
                         {{"have", absl::StrCat(names.size())}, {"need", absl::StrCat(trust_.quorum)}});
  }
}

}  // namespace arasha::clients
