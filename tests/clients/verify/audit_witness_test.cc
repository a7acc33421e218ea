// A witness that cosigns two histories of one log is worse than none.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "clients/text/file.h"
#include "tests/clients/fake_server.h"
#include "tests/clients/verify/audit_fixture.h"
#include "tests/clients/verify/fake_log.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

class WitnessTest : public AuditTest {
 protected:
  // Fetches the newest checkpoint and its proof, as the auditor does, then cosigns it, as the witness does.
  Ran FetchAndCosign() {
    std::vector<std::string> fetch = {"checkpoint", "--key", key_, "--save", note_};
    if (std::filesystem::exists(state_)) fetch.insert(fetch.end(), {"--since", state_, "--proof", proof_});
    EXPECT_EQ(Run(fetch).exit_code, 0);
    return Cosign({"--proof", std::filesystem::exists(proof_) ? proof_ : File("")});
  }
  Ran Cosign(const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"witness", note_,    "--key", key_,     "--state",
                                          state_,    "--sign", pem_,    "--name", "w.example"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return Run(arguments);
  }

  std::string note_ = Path();
  std::string proof_ = Path();
  std::string state_ = Path();
  // Of RFC 8032 section 7.1, test 1.
  std::string pem_ = File(
      "-----BEGIN PRIVATE KEY-----\n"
      "MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMREScVpezJpGXA7rAMcrn9g\n"
      "-----END PRIVATE KEY-----\n");
};

TEST_F(WitnessTest, CosignsWhatContinues) {
  const Ran first = FetchAndCosign();
  ASSERT_EQ(first.exit_code, 0) << first.err;
  log_.Read(1);
  const Ran second = FetchAndCosign();
  ASSERT_EQ(second.exit_code, 0) << second.err;
  EXPECT_EQ(Cosign().exit_code, 0) << "once more";
  std::filesystem::remove(state_ + ".lock");

  // What it says verifies, and counts.
  const std::string vkey = second.err.substr(second.err.rfind(' ') + 1);
  std::vector<v1::ExportRecord> records = log_.Records(0, 21, false);
  records[0].mutable_header()->set_checkpoint(*ReadFile(note_) + second.out);
  const Ran verified =
      Run({"verify", File(FileOf(records)), "--key", key_, "--witness", vkey.substr(0, vkey.size() - 1)});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("w.example · 2026-11-24 14:05+03:00 · 21"));
}

TEST_F(WitnessTest, CosignsNothingElse) {
  ASSERT_EQ(FetchAndCosign().exit_code, 0);
  const auto refused = [&](const std::vector<std::string>& more = {}) {
    const std::string before = *ReadFile(state_);
    const Ran ran = Cosign(more);
    EXPECT_THAT(ran.out, IsEmpty());
    EXPECT_EQ(*ReadFile(state_), before);
    return ran.exit_code;
  };
  const auto shown = [&](const std::string& note) { ASSERT_TRUE(ReplaceFile(note_, note).ok()); };
  shown(log_.Note(19));
  EXPECT_EQ(refused(), kExitCannotTell);
  log_.Read(1);
  shown(log_.Note(21));
  EXPECT_EQ(refused(), kExitCannotTell);
  EXPECT_EQ(refused({"--proof", File("not Base64\n")}), kExitCannotTell);
  FakeLog forked = log_;
  forked.leaves[3] = LeafBytes({});
  shown(forked.Note(20));
  EXPECT_EQ(refused(), kExitTampered);
  forked.signer = *rules::log::NoteSigner::FromSeed("other.example", rules::log::SignatureKind::kEd25519,
                                                    std::string(32, 'o'));
  shown(forked.Note(21));
  EXPECT_EQ(refused(), kExitCannotTell);
  EXPECT_EQ(refused({"--key", forked.signer.verifier().ToString()}), kExitCannotTell);
  std::filesystem::remove(state_ + ".lock");
}

}  // namespace
}  // namespace arasha::clients
