// What could go wrong: a note of ours that other tools do not read, or a signature accepted that was never
// made.

#include "services/rules/log/signed_note.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/rules/log/checkpoint.h"

namespace arasha::rules::log {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// The note that Go's golang.org/x/mod/sumdb/note gives as its example.
constexpr char kKnownKey[] = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kKnownSecret[] = "gQoUAtUUbI2E8kQzMPVAgOv5juF9nHT2JS/F1ccoMXM=";
constexpr char kKnownText[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n";
constexpr char kKnownNote[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

TEST(SignedNote, TheKnownNoteVerifies) {
  const auto key = NoteVerifier::FromKey(kKnownKey);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->ToString(), kKnownKey);
  const auto note = ParseNote(kKnownNote);
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, kKnownText);
  ASSERT_THAT(note->signatures, SizeIs(1));
  EXPECT_TRUE(key->Verify(note->text, note->signatures[0]));
  EXPECT_EQ(FormatNote(note->text, note->signatures), kKnownNote);
}

TEST(SignedNote, TheKnownKeySignsTheKnownNote) {
  std::string seed;
  ASSERT_TRUE(absl::Base64Unescape(kKnownSecret, &seed));
  const auto signer = NoteSigner::FromSeed("PeterNeumann", SignatureKind::kEd25519, seed);
  ASSERT_TRUE(signer.ok()) << signer.status();
  EXPECT_EQ(signer->verifier().ToString(), kKnownKey);
  const auto signature = signer->Sign(kKnownText, absl::UnixEpoch());
  ASSERT_TRUE(signature.ok()) << signature.status();
  EXPECT_EQ(FormatNote(kKnownText, {*signature}), kKnownNote);
}

}  // namespace
}  // namespace arasha::rules::log
