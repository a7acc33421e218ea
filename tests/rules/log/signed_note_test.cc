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

using ::testing::EndsWith;
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

NoteSigner SignerOf(absl::string_view name, SignatureKind kind, char seed) {
  return *NoteSigner::FromSeed(name, kind, std::string(32, seed));
}

absl::Time At(int64_t seconds) { return absl::FromUnixSeconds(seconds); }

TEST(SignedNote, AnyFlippedBitIsNoticed) {
  const auto key = *NoteVerifier::FromKey(kKnownKey);
  const std::string note = kKnownNote;
  for (size_t bit = 0; bit < 8 * note.size(); ++bit) {
    std::string flipped = note;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << (bit % 8)));
    const auto parsed = ParseNote(flipped);
    if (!parsed.ok()) continue;
    const auto verified = VerifyNote(*parsed, {key});
    EXPECT_FALSE(verified.ok() && !verified->empty()) << bit;
  }
}

TEST(SignedNote, RefusesWhatIsNoNote) {
  const std::string signature = "— a AAAAAAAA\n";
  ASSERT_TRUE(ParseNote("text\n\n" + signature).ok());
  const std::string notes[] = {
      "",
      "\n",
      "text\n",
      "text\n\n",
      "text\n\n\n",
      "\n\n" + signature,               // no text
      "text\n" + signature,             // no empty line
      "text\n\n" + signature + "\n",    // an empty line at the end
      "text\n\n— a AAAAAAAA",           // no newline at the end
      "text\n\n- a AAAAAAAA\n",         // a hyphen
      "text\n\n—a AAAAAAAA\n",          // no space
      "text\n\n— a  AAAAAAAA\n",        // two of them
      "text\n\n— AAAAAAAA\n",           // no name
      "text\n\n— a+b AAAAAAAA\n",       // a plus in it
      "text\n\n— a\u00a0b AAAAAAAA\n",  // a space that is not ASCII
      "text\n\n— a AAAAAA==\n",         // a key id and nothing behind it
      "text\n\n— a AAAAAAB\n",          // no Base64
      "text\n\n— a AAAAAAAA=\n",
      "text\n\n— a AAAAAAB=\n",  // bits behind the last byte
      "text\n\n— a AAAA AAAA\n",
      "te\txt\n\n" + signature,    // a control character
      "te\xffxt\n\n" + signature,  // not UTF-8
  };
  for (const std::string& note : notes) EXPECT_FALSE(ParseNote(note).ok()) << absl::CEscape(note);
  std::string many = "text\n\n";
  for (int i = 0; i < 101; ++i) many += signature;
  EXPECT_FALSE(ParseNote(many).ok());
}

TEST(SignedNote, TheTextMayHoldEmptyLines) {
  const auto note = ParseNote("a\n\nb\n\n— a AAAAAAAA\n");
  ASSERT_TRUE(note.ok()) << note.status();
  EXPECT_EQ(note->text, "a\n\nb\n");
}

TEST(SignedNote, RefusesWhatIsNoKey) {
  const std::string key = kKnownKey;
  for (const std::string& bad :
       {std::string(), std::string("a"), std::string("a+00000000"), std::string("a+00000000+"),
        absl::StrReplaceAll(key, {{"c74f20a3", "c74f20a4"}}),
        absl::StrReplaceAll(key, {{"c74f20a3", "C74F20A3"}}), absl::StrReplaceAll(key, {{"Peter", "Paul"}}),
        absl::StrReplaceAll(key, {{"+ARpc", "+BRpc"}}), key + "A", key.substr(0, key.size() - 4),
        absl::StrReplaceAll(key, {{"PeterNeumann", "Peter Neumann"}})}) {
    EXPECT_FALSE(NoteVerifier::FromKey(bad).ok()) << bad;
  }
}

TEST(SignedNote, RefusesWhatIsNoPrivateKey) {
  EXPECT_FALSE(NoteSigner::FromSeed("a", SignatureKind::kEd25519, "short").ok());
  EXPECT_FALSE(NoteSigner::FromSeed("a b", SignatureKind::kEd25519, std::string(32, 'x')).ok());
  EXPECT_FALSE(NoteSigner::FromSeed("", SignatureKind::kEd25519, std::string(32, 'x')).ok());
  EXPECT_FALSE(NoteSigner::FromPem("a", SignatureKind::kEd25519, "").ok());
  EXPECT_FALSE(NoteSigner::FromPem("a", SignatureKind::kEd25519, "-----BEGIN PRIVATE KEY-----\n").ok());
}

TEST(SignedNote, ReadsAPemKey) {
  // openssl genpkey -algorithm ed25519
  const auto signer = NoteSigner::FromPem("arasha.example/audit", SignatureKind::kEd25519,
                                          "-----BEGIN PRIVATE KEY-----\n"
                                          "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
                                          "-----END PRIVATE KEY-----\n");
  ASSERT_TRUE(signer.ok()) << signer.status();
  // The key pair of RFC 8032 section 7.1, test 1.
  const std::string public_key =
      absl::HexStringToBytes("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");
  EXPECT_THAT(signer->verifier().ToString(),
              EndsWith(absl::StrCat("+", absl::Base64Escape("\x01" + public_key))));
}

TEST(SignedNote, CosignaturesSayWhen) {
  const NoteSigner witness = SignerOf("inspectorate.example/w1", SignatureKind::kCosignatureV1, 'w');
  const auto signature = witness.Sign("text\n", At(1'795'511'100));
  ASSERT_TRUE(signature.ok());
  EXPECT_THAT(signature->signature, SizeIs(72));
  const auto vkey = NoteVerifier::FromKey(witness.verifier().ToString());
  ASSERT_TRUE(vkey.ok()) << vkey.status();
  EXPECT_EQ(vkey->kind(), SignatureKind::kCosignatureV1);
  const Note note = *ParseNote(FormatNote("text\n", {*signature}));
  const auto verified = VerifyNote(note, {*vkey});
  ASSERT_TRUE(verified.ok()) << verified.status();
  ASSERT_THAT(*verified, SizeIs(1));
  EXPECT_EQ((*verified)[0].time, At(1'795'511'100));

  NoteSignature later = *signature;
  later.signature[7] = static_cast<char>(later.signature[7] + 1);
  EXPECT_FALSE(vkey->Verify("text\n", later));
  EXPECT_FALSE(vkey->Verify("text", *signature));
  // The same key, used as a log's, has another id and signs another message.
  const NoteSigner log = SignerOf("inspectorate.example/w1", SignatureKind::kEd25519, 'w');
  EXPECT_NE(log.verifier().key_id(), witness.verifier().key_id());
}

TEST(SignedNote, ANameMayHaveSeveralKeys) {
  const NoteSigner old_key = SignerOf("log", SignatureKind::kEd25519, '1');
  const NoteSigner new_key = SignerOf("log", SignatureKind::kEd25519, '2');
  const NoteSigner unknown = SignerOf("log", SignatureKind::kEd25519, '3');
  const std::vector<NoteVerifier> known = {old_key.verifier(), new_key.verifier()};
  const auto sign = [](const NoteSigner& signer) { return *signer.Sign("text\n", At(0)); };

  const auto by_new = VerifyNote(Note{"text\n", {sign(unknown), sign(new_key), sign(new_key)}}, known);
  ASSERT_TRUE(by_new.ok()) << by_new.status();
  ASSERT_THAT(*by_new, SizeIs(1));
  EXPECT_EQ((*by_new)[0].by, &known[1]);
  EXPECT_THAT(*VerifyNote(Note{"text\n", {sign(old_key), sign(new_key)}}, known), SizeIs(2));
  EXPECT_THAT(*VerifyNote(Note{"text\n", {sign(unknown)}}, known), IsEmpty());

  NoteSignature forged = sign(unknown);
  forged.key_id = old_key.verifier().key_id();
  EXPECT_EQ(VerifyNote(Note{"text\n", {sign(new_key), forged}}, known).status().code(),
            absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace arasha::rules::log
