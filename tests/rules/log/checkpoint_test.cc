// What could go wrong: two texts for one head, of which one escapes a comparison; or the head of another log,
// or of nobody, taken for ours.

#include "services/rules/log/checkpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace arasha::rules::log {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

constexpr char kOrigin[] = "arasha.example/audit";
// Root of the known tree of 8 leaves.
constexpr char kText[] = "arasha.example/audit\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n";

NoteSigner Signer(absl::string_view name, SignatureKind kind, char seed) {
  return *NoteSigner::FromSeed(name, kind, std::string(32, seed));
}

std::string Signed(absl::string_view text, const std::vector<NoteSigner>& signers) {
  std::vector<NoteSignature> signatures;
  for (const NoteSigner& signer : signers) {
    signatures.push_back(*signer.Sign(text, absl::FromUnixSeconds(1'795'511'100)));
  }
  return FormatNote(text, signatures);
}

TEST(Checkpoint, ReadsAndWrites) {
  const auto checkpoint = ParseCheckpoint(kText);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->origin, kOrigin);
  EXPECT_EQ(checkpoint->size, 8);
  EXPECT_EQ(absl::BytesToHexString(ToBytes(checkpoint->root)),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
  EXPECT_EQ(FormatCheckpoint(*checkpoint), kText);
}

TEST(Checkpoint, HasOneFormOnly) {
  const std::string root = "XcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=";
  for (const std::string& text :
       {std::string(), absl::StrCat("o\n8\n", root), absl::StrCat("o\n08\n", root, "\n"),
        absl::StrCat("o\n+8\n", root, "\n"), absl::StrCat("o\n 8\n", root, "\n"),
        absl::StrCat("o\n-8\n", root, "\n"), absl::StrCat("o\n\n", root, "\n"),
        absl::StrCat("o\n9223372036854775808\n", root, "\n"), absl::StrCat("\n8\n", root, "\n"),
        absl::StrCat("o\n8\n", root, "=\n"), absl::StrCat("o\n8\n", root.substr(0, 43), "\n"),
        absl::StrCat("o\n8\n", root.substr(0, 42), "h=\n"), absl::StrCat("o\n8\nAAAA\n"),
        absl::StrCat("o\n8\n", root, "\nextension\n"), absl::StrCat("o\n8\n", root, "\n\n")}) {
    EXPECT_FALSE(ParseCheckpoint(text).ok()) << absl::CEscape(text);
  }
  EXPECT_TRUE(ParseCheckpoint(absl::StrCat("o\n0\n", root, "\n")).ok());
}

TEST(Checkpoint, OpensWithTheLogsKeyAndTellsWitnesses) {
  const NoteSigner log = Signer(kOrigin, SignatureKind::kEd25519, 'l');
  const NoteSigner witness = Signer("inspectorate.example/w1", SignatureKind::kCosignatureV1, 'w');
  const NoteSigner stranger = Signer("stranger.example", SignatureKind::kCosignatureV1, 's');
  const std::vector<NoteVerifier> known = {log.verifier(), witness.verifier()};
  const auto opened = OpenCheckpoint(Signed(kText, {log, stranger, witness}), known);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->checkpoint.size, 8);
  ASSERT_THAT(opened->witnesses, SizeIs(1));
  EXPECT_EQ(opened->witnesses[0].by, &known[1]);
  EXPECT_THAT(OpenCheckpoint(Signed(kText, {log, stranger}), known)->witnesses, IsEmpty());
}

TEST(Checkpoint, IsOpenedByNobodyElsesKey) {
  const NoteSigner log = Signer(kOrigin, SignatureKind::kEd25519, 'l');
  const NoteSigner other_log = Signer("other.example/audit", SignatureKind::kEd25519, 'o');
  const NoteSigner witness = Signer(kOrigin, SignatureKind::kCosignatureV1, 'w');
  const std::vector<NoteVerifier> known = {log.verifier(), other_log.verifier(), witness.verifier()};
  const auto code = [&](const std::string& note) { return OpenCheckpoint(note, known).status().code(); };
  // A known key that stands for another origin, a witness alone, a key of the same name that is not known.
  EXPECT_EQ(code(Signed(kText, {other_log})), absl::StatusCode::kNotFound);
  EXPECT_EQ(code(Signed(kText, {witness})), absl::StatusCode::kNotFound);
  EXPECT_EQ(code(Signed(kText, {Signer(kOrigin, SignatureKind::kEd25519, 'x')})),
            absl::StatusCode::kNotFound);
  EXPECT_EQ(code(kText), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(code(Signed("text\n", {log})), absl::StatusCode::kInvalidArgument);
  NoteSignature moved = *log.Sign("another text\n", absl::UnixEpoch());
  EXPECT_EQ(code(FormatNote(kText, {moved})), absl::StatusCode::kUnauthenticated);
}

}  // namespace
}  // namespace arasha::rules::log
