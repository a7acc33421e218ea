// Notes and what is in them: whatever is taken is written exactly so, and no text is signed that the key's
// owner did not sign.
#include "services/rules/log/signed_note.h"

#include <cstdint>
#include <cstdlib>

#include "services/rules/log/checkpoint.h"
#include "services/rules/log/leaf.h"

namespace tlog = arasha::rules::log;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  // Its private key signed the note that the corpus begins with, and nothing else.
  static const auto key =
      tlog::NoteVerifier::FromKey("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW");
  static constexpr char kSigned[] =
      "If you think cryptography is the answer to your problem,\n"
      "then you don't know what your problem is.\n";
  if (const auto note = tlog::ParseNote(text); note.ok()) {
    if (tlog::FormatNote(note->text, note->signatures) != text) std::abort();
    const auto verified = tlog::VerifyNote(*note, {*key});
    if (verified.ok() && !verified->empty() && note->text != kSigned) std::abort();
    if (tlog::OpenCheckpoint(text, {*key}).ok()) std::abort();
    const auto checkpoint = tlog::ParseCheckpoint(note->text);
    if (checkpoint.ok() && tlog::FormatCheckpoint(*checkpoint) != note->text) std::abort();
  }
  if (const auto verifier = tlog::NoteVerifier::FromKey(text);
      verifier.ok() && verifier->ToString() != text) {
    std::abort();
  }
  if (const auto leaf = tlog::DecodeLeaf(text); leaf.ok() && tlog::FormatUid(leaf->event_uid).size() != 36) {
    std::abort();
  }
  return 0;
}
