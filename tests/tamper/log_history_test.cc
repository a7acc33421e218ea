// What could go wrong: the log as a whole is another than it was, shorter, older, forked or signed by another
// key, fits in itself, and nobody who kept a head of it is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/tamper/tamper_fixture.h"

namespace arasha::tamper {
namespace {

using faults::ServerProcess;
using testing::HasSubstr;

// Back to a head that was signed once; everything after it is gone.
constexpr char kTruncate[] = R"sql(
CREATE TEMP TABLE lost AS SELECT leaf_id FROM audit_sequence WHERE tree_index >= {B};
DELETE FROM audit_sequence WHERE leaf_id IN (SELECT leaf_id FROM lost);
DELETE FROM audit_secret WHERE leaf_id IN (SELECT leaf_id FROM lost);
DELETE FROM audit_leaf WHERE leaf_id IN (SELECT leaf_id FROM lost);
DELETE FROM audit_cosignature WHERE size > {B};
DELETE FROM audit_checkpoint WHERE size > {B};
UPDATE audit_tile SET hashes = substr(hashes, 1, 32 * {B});
)sql";
// The whole log once more, with one leaf edited, for whoever signs it.
constexpr char kSequenceAnew[] = R"sql(
UPDATE audit_leaf l SET occurred_time = occurred_time - interval '1 day', leaf_data = overlay(
    leaf_data PLACING timestamptz_send(occurred_time - interval '1 day') FROM 38 FOR 8)
  FROM audit_sequence s WHERE s.leaf_id = l.leaf_id AND s.tree_index = {A};
UPDATE audit_leaf SET leaf_hash = sha256('\x00'::bytea || leaf_data);
INSERT INTO audit_pending SELECT leaf_id, leaf_hash FROM audit_leaf JOIN audit_sequence USING (leaf_id);
DELETE FROM audit_cosignature;
DELETE FROM audit_checkpoint;
DELETE FROM audit_tile;
DELETE FROM audit_sequence;
)sql";

TEST_F(TamperTest, ACutTailIsFoundByWhoKeptACheckpointAndHaltsTheServer) {
  Copy();
  ServerProcess server(*system, Options());
  server.Start();
  Attack(kTruncate);
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text, HasSubstr(absl::StrCat("ends at ", second_, " leaves, and had ")));
  const e2e::Finished asked =
      Auditor(server, {"checkpoint", "--since", kept_, "--key", system->Variable("ARASHA_LOG_KEY")});
  EXPECT_EQ(asked.exit_code, kTampered);
  EXPECT_THAT(asked.err, HasSubstr("leaves were removed"));
  EXPECT_THAT(server.Log(), HasSubstr("log_halted"));

  server.Signal(SIGTERM);
  server.Wait(absl::Seconds(20));
  server.Launch();
  EXPECT_NE(server.Wait(absl::Seconds(20)).value_or(0), 0) << "it must not go on";
  EXPECT_THAT(server.Log(), HasSubstr("was published"));
}

TEST_F(TamperTest, AnOldBackupIsFoundByWhoKeptACheckpointAndByTheServer) {
  Copy("backup");
  ServerProcess server(*system, Options());
  server.Launch();
  EXPECT_NE(server.Wait(absl::Seconds(20)).value_or(0), 0) << "it must not go on";
  EXPECT_THAT(server.Log(), HasSubstr("was published"));

  // Whoever also takes away what the server remembers outside of the database gets it to serve.
  for (const char* name : {"/journal", "/witness"}) {
    std::filesystem::remove_all(folder_ + name);
    std::filesystem::create_directories(folder_ + name);
  }
  server.Start();
  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  // By how much the log has grown again depends on how fast the machine is.
  EXPECT_THAT(verified.text, testing::AnyOf(HasSubstr("an old backup took its place"),
                                            HasSubstr("The log does not continue the checkpoint of")));
}

// What witnesses keep is as good as a checkpoint that an auditor kept: of the server's folder and repository,
// and a note that somebody cosigned offline.
TEST_F(TamperTest, WhatWitnessesKeptFindsALogThatForkedSince) {
  Copy();
  const auto run = [&](std::vector<std::string> program) {
    const e2e::Finished done =
        e2e::RunProgram(program, {.variables = e2e::PlainVariables(system->scratch()), .input = ""});
    ASSERT_EQ(done.exit_code, 0) << done.err;
  };
  run({"git", "init", "--quiet", folder_ + "/git"});
  run({"openssl", "genpkey", "-algorithm", "ed25519", "-out", folder_ + "/witness.pem"});
  faults::ServerOptions options = Options();
  options.edits["witnesses = \\["] = absl::StrCat("witnesses = [\"git:", folder_, "/git\", ");
  const std::string key = system->Variable("ARASHA_LOG_KEY");
  std::vector<std::string> kept = {folder_ + "/pushed.note", folder_ + "/cosigned.note"};
  int64_t size = 0;
  {
    ServerProcess server(*system, options);
    server.Start();
    size = Size(server);
    ASSERT_EQ(Auditor(server, {"checkpoint", "--save", kept[1], "--key", key}).exit_code, 0);
    const e2e::Finished cosigned =
        Auditor(server, {"witness", kept[1], "--key", key, "--state", folder_ + "/state.note", "--sign",
                         folder_ + "/witness.pem", "--name", "inspectorate.example/w1"});
    ASSERT_EQ(cosigned.exit_code, 0) << cosigned.err;
    std::ofstream(kept[1], std::ios::app) << cosigned.out;
    // Witnesses get heads once a second.
    absl::SleepFor(absl::Seconds(3));
    int64_t newest = 0;
    for (const auto& note : std::filesystem::directory_iterator(folder_ + "/witness"))
      newest = std::max<int64_t>(newest, std::stoll(note.path().stem().string()));
    ASSERT_GE(newest, size);
    kept.push_back(absl::StrCat(folder_, "/witness/", newest, ".note"));
    // The next head takes its place.
    std::filesystem::copy(folder_ + "/git/checkpoint", kept[0]);
    const std::string honest = Export(server);
    for (const std::string& note : kept) {
      const Verified verified = Verify(server, honest, note);
      EXPECT_EQ(verified.exit_code, 0) << note << "\n" << verified.text;
      EXPECT_THAT(verified.text, HasSubstr("Continues checkpoint")) << note;
    }
    size = Size(server);
  }
  // The same key goes on elsewhere from an earlier head, where nobody remembers the later ones.
  Attack(kTruncate);
  options = Options();
  options.edits[system->dir() + "/(journal|witness)"] = folder_ + "/new-$1";
  for (const char* name : {"/new-journal", "/new-witness"})
    std::filesystem::create_directories(folder_ + name);
  ServerProcess server(*system, options);
  server.Start();
  for (int i = 0; i < 100 && Size(server) <= size + 10; ++i) absl::SleepFor(absl::Milliseconds(100));
  const std::string forked = Export(server);
  EXPECT_EQ(Verify(server, forked, "").exit_code, 0) << "only who kept something knows";
  for (const std::string& note : kept) {
    const Verified verified = Verify(server, forked, note);
    EXPECT_EQ(verified.exit_code, kTampered) << note << "\n" << verified.text;
    EXPECT_THAT(verified.text, HasSubstr("The log does not continue the checkpoint of")) << note;
  }
}

TEST_F(TamperTest, ATreeOfAnotherKeyIsFound) {
  Copy();
  Attack(kSequenceAnew);
  const std::string certs = folder_ + "/certs";
  std::filesystem::create_directories(certs);
  const e2e::Finished made =
      e2e::RunProgram({ARASHA_SOURCE_DIR "/deploy/certs", "log-key", certs, "arasha.example/audit"},
                      {.variables = e2e::PlainVariables(system->scratch()), .input = ""});
  ASSERT_EQ(made.exit_code, 0) << made.err;
  faults::ServerOptions options = Options();
  options.edits["key = \"[^\"]*/log.key\""] = absl::StrCat("key = \"", certs, "/log.key\"");
  options.edits[system->dir() + "/(journal|witness)"] = folder_ + "/new-$1";
  for (const char* name : {"/new-journal", "/new-witness"})
    std::filesystem::create_directories(folder_ + name);
  ServerProcess server(*system, options);
  server.Start();
  absl::SleepFor(absl::Seconds(1));

  const Verified verified = ExportAndVerify(server);
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.text, HasSubstr("A key other than the given ones has signed in the log's name"));
  EXPECT_THAT(verified.text, HasSubstr("The log does not continue the checkpoint of"));
  // Without a checkpoint kept from before it might be a key that the operators changed.
  const Verified alone = Verify(server, Export(server, {"--rows"}), "");
  EXPECT_EQ(alone.exit_code, kCannotTell) << alone.text;
  EXPECT_THAT(alone.text, HasSubstr("A key other than the given ones has signed in the log's name"));
}

}  // namespace
}  // namespace arasha::tamper
