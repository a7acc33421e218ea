// An auditor acts on what these commands say, and a script on their exit code: a proof that was not checked,
// a file that is not whole, or a server believed for what it says of itself would be worse than no answer.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "clients/text/file.h"
#include "tests/clients/fake_server.h"
#include "tests/clients/verify/audit_fixture.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

// checkpoint ----------------------------------------------------------------------------------------------

TEST_F(AuditTest, CheckpointIsShownAndKept) {
  const std::string path = Path();
  const Ran ran = Run({"checkpoint", "--save", path});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("arasha.example/audit\n"));
  EXPECT_THAT(ran.out, HasSubstr("Leaves in the log  20\n"));
  EXPECT_EQ(*ReadFile(path), log_.Note(20));
  EXPECT_EQ(Run({"checkpoint", "--size", "7"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::GetCheckpointRequest>("GetCheckpoint").size(), 7);
}

TEST_F(AuditTest, CheckpointContinuesTheOneKept) {
  const std::string kept = File(log_.Note(12));
  const std::vector<std::string> command = {"checkpoint", "--key", key_, "--since", kept, "--save", kept};
  EXPECT_EQ(Run(command).exit_code, 0);
  EXPECT_EQ(*ReadFile(kept), log_.Note(20));
  EXPECT_EQ(Run(command).exit_code, 0);

  log_.leaves[3] = LeafBytes({});
  log_.Read(1);
  const Ran ran = Run(command);
  EXPECT_EQ(ran.exit_code, kExitTampered);
  EXPECT_THAT(ran.err, HasSubstr("does not continue the checkpoint of 20 leaves"));
  EXPECT_THAT(ran.out, IsEmpty());

  log_.leaves.resize(10);
  EXPECT_EQ(Run(command).exit_code, kExitTampered);
  EXPECT_THAT(Run({"checkpoint", "--since", kept}).err, HasSubstr("--key"));
}

TEST_F(AuditTest, TheKeyMayStandInTheEnvironment) {
  EXPECT_THAT(Run({"checkpoint"}).err, HasSubstr("Not checked"));
  arasha_.variables["ARASHA_LOG_KEY"] = File(key_);
  EXPECT_THAT(Run({"checkpoint"}).err, IsEmpty());
  EXPECT_EQ(Run({"prove", "7"}).exit_code, 0);
}

TEST_F(AuditTest, CheckpointOfAnotherKeyIsNotBelieved) {
  log_.signer = *rules::log::NoteSigner::FromSeed("arasha.example/audit", rules::log::SignatureKind::kEd25519,
                                                  std::string(32, 'x'));
  EXPECT_EQ(Run({"checkpoint", "--key", key_}).exit_code, kExitCannotTell);
}

TEST_F(AuditTest, CheckpointsAreListed) {
  v1::ListCheckpointsResponse answer;
  *answer.add_checkpoints() = v1::Checkpoint();
  answer.mutable_checkpoints(0)->set_size(20);
  answer.mutable_checkpoints(0)->set_note(log_.Note(20));
  server_.Answer("ListCheckpoints", answer);
  EXPECT_THAT(Run({"checkpoints"}).out, HasSubstr("20 "));
  EXPECT_THAT(Run({"checkpoints"}).out, HasSubstr("arasha.example/audit"));
}

// list ----------------------------------------------------------------------------------------------------

TEST_F(AuditTest, ListAsksForWhatWasTyped) {
  ASSERT_EQ(Run({"list", "--actor", "a.omarova", "--case", "IST-2026-000123", "--mission", "IST", "--action",
                 "GetCase", "--denied", "--since", "2026-11-24T09:00:00Z", "--until", "-1h"})
                .exit_code,
            0);
  v1::ListAuditEntriesRequest want;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(actor: "staff/a.omarova"
           case: "missions/IST/cases/IST-2026-000123"
           mission: "missions/IST"
           action: "GetCase"
           denied_only: true
           start_time { seconds: 1795510800 }
           end_time { seconds: 1795514700 }
           page_size: 100)pb",
      &want));
  const auto got = server_.Last<v1::ListAuditEntriesRequest>("ListAuditEntries");
  EXPECT_TRUE(google::protobuf::util::MessageDifferencer::Equals(got, want)) << got.DebugString();
}

TEST_F(AuditTest, ListIsNotNarrowedToTheMissionOfTheContext) {
  ASSERT_EQ(Run({"list"}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::ListAuditEntriesRequest>("ListAuditEntries").mission(), "");
}

TEST_F(AuditTest, ListShowsEntries) {
  v1::ListAuditEntriesResponse answer;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(entries {
             leaf_index: 4711
             occurred_time { seconds: 1795514700 }
             actor: "staff/a.omarova"
             action: "GetCase"
             decision: AUDIT_DECISION_DENIED
             mission: "missions/IST"
             case: "missions/IST/cases/IST-2026-000123"
           }
           entries { leaf_index: -1 actor: "partners/gos/gw" action: "CreateCase" rows_written: 3 })pb",
      &answer));
  server_.Answer("ListAuditEntries", answer);
  const Ran table = Run({"list", "--lang", "ru"});
  EXPECT_THAT(table.out,
              testing::ContainsRegex("4711 +2026-11-24 13:05 +staff/a.omarova +прочитать дело +отказано +"
                                     "IST +IST-2026-000123"));
  const Ran csv = Run({"list", "--output", "csv"});
  EXPECT_THAT(csv.out, HasSubstr("4711,2026-11-24T10:05:00Z,staff/a.omarova,GetCase,DENIED,missions/IST,"));
}

TEST_F(AuditTest, ListGoesThroughPagesUpToTheLimit) {
  server_.Make<v1::ListAuditEntriesRequest, v1::ListAuditEntriesResponse>("ListAuditEntries",
                                                                          [](const auto&) {
                                                                            v1::ListAuditEntriesResponse page;
                                                                            for (int i = 0; i < 4; ++i)
                                                                              page.add_entries();
                                                                            page.set_next_page_token("more");
                                                                            return page;
                                                                          });
  const Ran ran = Run({"list", "--limit", "10", "--output", "json"});
  EXPECT_EQ(Count("ListAuditEntries"), 3);
  v1::ListAuditEntriesResponse printed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(ran.out, &printed).ok());
  EXPECT_EQ(printed.entries_size(), 10);
  EXPECT_THAT(ran.err, HasSubstr("--limit"));
}

// prove ---------------------------------------------------------------------------------------------------

TEST_F(AuditTest, ProveChecksTheProof) {
  const Ran ran = Run({"prove", "7", "--key", key_});
  EXPECT_EQ(ran.exit_code, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("staff/a.omarova"));
  EXPECT_THAT(ran.out, HasSubstr("case 01010101-0101-0101-0000-000000000001 · 3"));
  EXPECT_THAT(ran.err, HasSubstr("Proved: leaf 7 stands in the log of 20 leaves."));
  EXPECT_EQ(Run({"prove", "7", "--key", File("# of the log\n" + key_ + "\n\n")}).exit_code, 0);
  EXPECT_EQ(Run({"prove", "7", "--key", key_, "--checkpoint", File(log_.Note(8))}).exit_code, 0);
  EXPECT_EQ(server_.Last<v1::GetInclusionProofRequest>("GetInclusionProof").size(), 8);
}

TEST_F(AuditTest, ProveBelievesNothingElse) {
  v1::InclusionProof honest;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(
                  Run({"prove", "7", "--key", key_, "--output", "json"}).out, &honest)
                  .ok());
  const auto code = [&](const std::function<void(v1::InclusionProof&)>& spoil) {
    v1::InclusionProof proof = honest;
    spoil(proof);
    server_.Make<v1::GetInclusionProofRequest, v1::InclusionProof>("GetInclusionProof",
                                                                   [proof](const auto&) { return proof; });
    const Ran ran = Run({"prove", "7", "--key", key_});
    if (ran.exit_code != 0) {
      EXPECT_THAT(ran.out, IsEmpty());
    }
    return ran.exit_code;
  };
  EXPECT_EQ(code([](auto&) {}), 0);
  EXPECT_EQ(code([](auto& proof) { proof.set_leaf_index(8); }), kExitTampered);
  EXPECT_EQ(code([](auto& proof) { proof.mutable_leaf()->push_back('x'); }), kExitTampered);
  EXPECT_EQ(code([](auto& proof) { proof.mutable_hashes()->RemoveLast(); }), kExitTampered);
  EXPECT_EQ(code([](auto& proof) { proof.set_hashes(0, "short"); }), kExitTampered);
  EXPECT_EQ(code([](auto& proof) { (*proof.mutable_hashes(0))[0] ^= 1; }), kExitTampered);
  EXPECT_EQ(code([&](auto& proof) { proof.mutable_checkpoint()->set_note(log_.Note(19)); }), kExitTampered);
  EXPECT_EQ(code([](auto& proof) { proof.mutable_checkpoint()->clear_note(); }), kExitCannotTell);
  // What stands beside the note is not signed.
  EXPECT_EQ(code([](auto& proof) { proof.mutable_checkpoint()->set_root("x"); }), 0);
}

TEST_F(AuditTest, ProveNoticesAnotherHistory) {
  const std::string kept = File(log_.Note(20));
  log_.leaves[3] = LeafBytes({});
  const Ran ran = Run({"prove", "7", "--key", key_, "--checkpoint", kept});
  EXPECT_EQ(ran.exit_code, kExitTampered);
  EXPECT_THAT(ran.err, HasSubstr("two checkpoints of 20 leaves"));
}

TEST_F(AuditTest, TheLogsKeyIsNotTheCallersKey) {
  const Ran ran = Run({"prove", "7", "--key", File("-----BEGIN PRIVATE KEY-----\n")});
  EXPECT_EQ(ran.exit_code, kUsage);
  EXPECT_THAT(ran.err, HasSubstr("your own key stands before it"));
  EXPECT_EQ(Run({"prove", "7", "--key", "/nonexistent"}).exit_code, kConfiguration);
  EXPECT_EQ(Run({"prove", "7", "--key", Witness("w").verifier().ToString()}).exit_code, kUsage);
  EXPECT_EQ(Run({"prove", "7"}).exit_code, kUsage);
  EXPECT_THAT(server_.calls(), IsEmpty());
}

TEST_F(AuditTest, HelpTellsTheExitCodes) {
  EXPECT_THAT(arasha_.Run({"help", "exit-codes"}).out, HasSubstr("\n   10  "));
  EXPECT_THAT(arasha_.Run({"help", "audit", "verify"}).out, HasSubstr("11: cannot tell"));
}

}  // namespace
}  // namespace arasha::clients
