// An auditor acts on what these commands say, and a script on their exit code: a proof that was not checked,
// a file that is not whole, or a server believed for what it says of itself would be worse than no answer.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <google/protobuf/util/message_differencer.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/export_file.h"
#include "clients/file.h"
#include "services/rules/log/leaf.h"
#include "tests/clients/fake_log.h"
#include "tests/clients/fake_server.h"
#include "tests/support/leaf_bytes.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

constexpr int kUsage = 2;
constexpr int kDenied = 5;
constexpr int kConfiguration = 9;
constexpr int kTampered = 10;
constexpr int kCannotTell = 11;

class AuditTest : public testing::Test {
 protected:
  AuditTest() {
    for (uint64_t i = 0; i < 20; ++i) {
      log_.Write(i % 3, "case", rules::log::FormatUid(NumberedUid(i % 3)), absl::StrCat("state ", i));
    }
    log_.Serve(server_);
    key_ = log_.signer.verifier().ToString();
  }
  ~AuditTest() override {
    for (const std::string& path : paths_) std::filesystem::remove(path);
  }

  Ran Run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "audit");
    return arasha_.Run(arguments);
  }
  // A path that is cleaned up.
  std::string Path() {
    paths_.push_back(TestPath());
    paths_.push_back(paths_.back() + ".part");
    return paths_[paths_.size() - 2];
  }
  std::string File(const std::string& bytes) {
    paths_.push_back(TestFile(bytes));
    return paths_.back();
  }
  int64_t Count(const std::string& method) const {
    return std::count(server_.calls().begin(), server_.calls().end(), method);
  }

  FakeLog log_;
  FakeServer server_;
  Arasha arasha_{server_};
  std::string key_;

 private:
  std::vector<std::string> paths_;
};

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
  EXPECT_EQ(ran.exit_code, kTampered);
  EXPECT_THAT(ran.err, HasSubstr("does not continue the checkpoint of 20 leaves"));
  EXPECT_THAT(ran.out, IsEmpty());

  log_.leaves.resize(10);
  EXPECT_EQ(Run(command).exit_code, kTampered);
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
  EXPECT_EQ(Run({"checkpoint", "--key", key_}).exit_code, kCannotTell);
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
              testing::ContainsRegex("4711 +2026-11-24 13:05.03:00 +staff/a.omarova +GetCase +отказано +"
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
  EXPECT_EQ(code([](auto& proof) { proof.set_leaf_index(8); }), kTampered);
  EXPECT_EQ(code([](auto& proof) { proof.mutable_leaf()->push_back('x'); }), kTampered);
  EXPECT_EQ(code([](auto& proof) { proof.mutable_hashes()->RemoveLast(); }), kTampered);
  EXPECT_EQ(code([](auto& proof) { proof.set_hashes(0, "short"); }), kTampered);
  EXPECT_EQ(code([](auto& proof) { (*proof.mutable_hashes(0))[0] ^= 1; }), kTampered);
  EXPECT_EQ(code([&](auto& proof) { proof.mutable_checkpoint()->set_note(log_.Note(19)); }), kTampered);
  EXPECT_EQ(code([](auto& proof) { proof.mutable_checkpoint()->clear_note(); }), kCannotTell);
  // What stands beside the note is not signed.
  EXPECT_EQ(code([](auto& proof) { proof.mutable_checkpoint()->set_root("x"); }), 0);
}

TEST_F(AuditTest, ProveNoticesAnotherHistory) {
  const std::string kept = File(log_.Note(20));
  log_.leaves[3] = LeafBytes({});
  const Ran ran = Run({"prove", "7", "--key", key_, "--checkpoint", kept});
  EXPECT_EQ(ran.exit_code, kTampered);
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

// export and verify ---------------------------------------------------------------------------------------

TEST_F(AuditTest, ExportIsVerified) {
  const std::string path = Path();
  const Ran exported = Run({"export", path});
  EXPECT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_THAT(exported.err, HasSubstr("20 leaves and 0 rows were written"));
  EXPECT_FALSE(std::filesystem::exists(path + ".part"));
  const std::string kept = Path();
  const Ran verified = Run({"verify", path, "--key", key_, "--since", File(log_.Note(5)), "--save", kept});
  EXPECT_EQ(verified.exit_code, 0) << verified.out << verified.err;
  EXPECT_THAT(verified.out, StartsWith("True: "));
  EXPECT_THAT(verified.out, testing::ContainsRegex("Continues checkpoint +5\n"));
  EXPECT_EQ(*ReadFile(kept), log_.Note(20));
  EXPECT_EQ(Run({"export", path}).exit_code, kUsage);
}

TEST_F(AuditTest, VerifyNeedsNoServerAndNoConfiguration) {
  const std::string path = Path();
  ASSERT_EQ(Run({"export", path}).exit_code, 0);
  const size_t calls = server_.calls().size();
  arasha_.variables = {};
  EXPECT_EQ(Run({"verify", path, "--key", key_}).exit_code, 0);
  arasha_.in = *ReadFile(path);
  EXPECT_EQ(Run({"verify", "-", "--key", key_}).exit_code, 0);
  EXPECT_EQ(server_.calls().size(), calls);
  EXPECT_EQ(Run({"verify", "/nonexistent", "--key", key_}).exit_code, kConfiguration);
}

TEST_F(AuditTest, ExportTakesLeavesThatCameWhileRowsWereRead) {
  server_.Make<v1::ReadRowsRequest, v1::ReadRowsResponse>("ReadRows", [this](const auto&) {
    v1::ReadRowsResponse page;
    *page.mutable_rows() = {log_.rows.begin(), log_.rows.end()};
    log_.Write(1, "case", rules::log::FormatUid(NumberedUid(1)), "written meanwhile");
    return page;
  });
  const std::string path = Path();
  const Ran exported = Run({"export", path, "--rows"});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_THAT(exported.err, HasSubstr("21 leaves and 3 rows were written"));
  const Ran verified = Run({"verify", path, "--key", key_, "--output", "json"});
  EXPECT_EQ(verified.exit_code, 0) << verified.out;
  const auto report = nlohmann::json::parse(verified.out);
  EXPECT_EQ(report["verdict"], "true");
  EXPECT_EQ(report["size"], 21);
  EXPECT_EQ(report["rows"], 3);
  EXPECT_FALSE(report.contains("continues"));
}

TEST_F(AuditTest, ExportSinceHoldsOnlyWhatCameAfter) {
  const std::string since = File(log_.Note(13));
  const std::string path = Path();
  const Ran exported = Run({"export", path, "--since", since});
  ASSERT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_THAT(exported.err, HasSubstr("7 leaves"));
  EXPECT_EQ(Run({"verify", path, "--key", key_, "--since", since}).exit_code, 0);
  EXPECT_EQ(Run({"verify", path, "--key", key_, "--since", File(log_.Note(12))}).exit_code, kCannotTell);
  // Nothing new is no fault.
  const std::string nothing = Path();
  const std::string newest = File(log_.Note(20));
  EXPECT_EQ(Run({"export", nothing, "--since", newest}).exit_code, 0);
  EXPECT_EQ(Run({"verify", nothing, "--key", key_, "--since", newest}).exit_code, 0);
  EXPECT_EQ(Run({"export", Path(), "--since", since, "--rows"}).exit_code, kUsage);
}

TEST_F(AuditTest, ExportSinceNoticesAnotherHistory) {
  const std::string since = File(log_.Note(13));
  log_.leaves[3] = LeafBytes({});
  EXPECT_EQ(Run({"export", Path(), "--since", since}).exit_code, kTampered);
  log_.leaves.resize(12);
  EXPECT_EQ(Run({"export", Path(), "--since", since}).exit_code, kTampered);
}

TEST_F(AuditTest, AnInterruptedExportGoesOn) {
  for (const bool with_rows : {false, true}) {
    // Refused at each of its calls in turn.
    for (int served = 1;; ++served) {
      const std::string path = Path();
      FakeServer failing;
      log_.Serve(failing);
      Arasha first(failing);
      failing.RefuseAfter(served, RichStatus(7, "no", "PERMISSION_DENIED"));
      std::vector<std::string> command = {"audit", "export", path};
      if (with_rows) command.push_back("--rows");
      const Ran broken = first.Run(command);
      if (broken.exit_code == 0) {
        EXPECT_GT(served, with_rows ? 6 : 3);
        break;
      }
      EXPECT_EQ(broken.exit_code, kDenied);
      EXPECT_FALSE(std::filesystem::exists(path));
      EXPECT_EQ(failing.calls().size(), static_cast<size_t>(served) + 1);

      // Torn off in the middle of a page, as by a loss of power.
      const std::string part = path + ".part";
      if (served % 2 == 0) std::filesystem::resize_file(part, std::filesystem::file_size(part) - 3);
      EXPECT_EQ(arasha_.Run(command).exit_code, kUsage);
      command.push_back("--resume");
      const Ran resumed = arasha_.Run(command);
      EXPECT_EQ(resumed.exit_code, 0) << resumed.err;
      EXPECT_THAT(resumed.err, HasSubstr("20 leaves and "));
      EXPECT_EQ(Run({"verify", path, "--key", key_}).exit_code, 0) << served;
    }
  }
}

TEST_F(AuditTest, ResumeFetchesOnlyWhatIsMissing) {
  const std::string path = Path();
  ASSERT_EQ(Run({"export", path}).exit_code, 0);
  const int64_t all = Count("ReadLeaves");
  // All but the end.
  std::filesystem::rename(path, path + ".part");
  ASSERT_EQ(Run({"export", path, "--resume"}).exit_code, 0);
  EXPECT_LE(Count("ReadLeaves") - all, 1);
  EXPECT_EQ(Run({"verify", path, "--key", key_}).exit_code, 0);
  // Nothing to go on with is no fault; something else is.
  const std::string other = Path();
  EXPECT_EQ(Run({"export", other, "--resume"}).exit_code, 0);
  std::filesystem::rename(other, other + ".part");
  EXPECT_EQ(Run({"export", other, "--resume", "--rows"}).exit_code, kUsage);
}

TEST_F(AuditTest, ExportKeepsTheEvidenceOfALogThatIsFalse) {
  server_.Make<v1::ReadLeavesRequest, v1::ReadLeavesResponse>("ReadLeaves", [](const auto& request) {
    v1::ReadLeavesResponse page;
    for (int i = 0; i < request.limit(); ++i) page.add_leaves(LeafBytes({}));
    return page;
  });
  const std::string path = Path();
  EXPECT_EQ(Run({"export", path}).exit_code, kTampered);
  const Ran verified = Run({"verify", path, "--key", key_, "--lang", "kk"});
  EXPECT_EQ(verified.exit_code, kTampered);
  EXPECT_THAT(verified.out, StartsWith("Бұрмаланған"));

  server_.Make<v1::ReadLeavesRequest, v1::ReadLeavesResponse>(
      "ReadLeaves", [](const auto&) { return v1::ReadLeavesResponse(); });
  EXPECT_EQ(Run({"export", Path()}).exit_code, kTampered);
}

TEST_F(AuditTest, ExportOfAFalseLogNamesTheLeaf) {
  for (const bool with_rows : {false, true}) {
    log_.found = {{11, ""}};
    const std::string path = Path();
    std::vector<std::string> command = {"export", path};
    if (with_rows) command.push_back("--rows");
    EXPECT_EQ(Run(command).exit_code, kTampered);
    const Ran verified = Run({"verify", path, "--key", key_});
    EXPECT_EQ(verified.exit_code, kTampered);
    EXPECT_THAT(verified.out, HasSubstr("Leaf 11 is gone: it was deleted."));
  }
}

TEST_F(AuditTest, ExportTellsOfLeavesThatListsDoNotFindAsTheyAre) {
  // In the midst of a page, at the end of one, and at the end of the log.
  log_.mislisted = {{3, "actor"}, {6, "action"}, {19, "occurred_at"}};
  for (const int served : {2, 3, 100}) {
    const std::string path = Path();
    FakeServer failing;
    log_.Serve(failing);
    failing.RefuseAfter(served, RichStatus(7, "no", "PERMISSION_DENIED"));
    Arasha(failing).Run({"audit", "export", path});
    if (served < 100) {
      ASSERT_EQ(Run({"export", path, "--resume"}).exit_code, 0);
    }
    const Ran verified = Run({"verify", path, "--key", key_});
    EXPECT_EQ(verified.exit_code, kTampered);
    for (const char* told : {"Leaf 3 is as it was signed, but not what lists and reports search by: actor.",
                             "Leaf 6 is as it was signed", "Leaf 19 is as it was signed"}) {
      EXPECT_THAT(verified.out, HasSubstr(told)) << served;
    }
  }
}

TEST_F(AuditTest, VerifyNamesWhatItFound) {
  log_.rows[1].set_state("\x1b[2Jforged");
  const std::string path = File(FileOf(log_.Records(0, 20, true)));
  const std::string sentence =
      "case 01010101-0101-0101-0000-000000000001 of the case 01010101-0101-0101-0000-000000000001, version "
      "7, is "
      "not what leaf 19 wrote.";
  const Ran table = Run({"verify", path, "--key", key_});
  EXPECT_EQ(table.exit_code, kTampered);
  EXPECT_THAT(table.out, StartsWith("Tampered with.\n"));
  EXPECT_THAT(table.out, HasSubstr(sentence));
  EXPECT_THAT(table.err, HasSubstr("1 findings"));

  const Ran json = Run({"verify", path, "--key", key_, "--output", "json"});
  EXPECT_EQ(json.exit_code, kTampered);
  const auto report = nlohmann::json::parse(json.out);
  EXPECT_EQ(report["verdict"], "tampered");
  EXPECT_EQ(report["findings"][0]["code"], "ROW_DIFFERS");
  EXPECT_EQ(report["findings"][0]["parameters"]["leaf"], "19");
  EXPECT_EQ(report["findings"][0]["text"], sentence);
  EXPECT_EQ(nlohmann::json::parse(json.err)["error"]["reason"], "audit.tampered");

  const Ran csv = Run({"verify", path, "--key", key_, "--output", "csv"});
  EXPECT_THAT(csv.out, HasSubstr("ROW_DIFFERS,tampered,19,01010101-0101-0101-0000-000000000001,case,"));
}

TEST_F(AuditTest, VerifySavesOnlyWhatIsTrue) {
  const std::string kept = Path();
  std::vector<v1::ExportRecord> records = log_.Records(0, 20, false);
  records.pop_back();
  EXPECT_EQ(Run({"verify", File(FileOf(records)), "--key", key_, "--save", kept}).exit_code, kCannotTell);
  EXPECT_FALSE(std::filesystem::exists(kept));
}

TEST_F(AuditTest, VerifyCountsWitnesses) {
  const auto first = Witness("first.example");
  const auto second = Witness("second.example");
  std::vector<v1::ExportRecord> records = log_.Records(0, 20, false);
  records[0].mutable_header()->set_checkpoint(log_.Note(20, {first}));
  const std::string path = File(FileOf(records));
  const std::string keys =
      File(absl::StrCat(first.verifier().ToString(), "\n", second.verifier().ToString(), "\n"));
  EXPECT_EQ(Run({"verify", path, "--key", key_, "--witness", keys}).exit_code, kCannotTell);
  const Ran one = Run({"verify", path, "--key", key_, "--witness", keys, "--quorum", "1"});
  EXPECT_EQ(one.exit_code, 0);
  EXPECT_THAT(one.out, HasSubstr("first.example · 2026-11-24 12:05+03:00 · 20"));
  EXPECT_EQ(Run({"verify", path, "--key", key_, "--witness", keys, "--quorum", "3"}).exit_code, kUsage);
  EXPECT_EQ(Run({"verify", path, "--key", key_, "--witness", key_}).exit_code, kUsage);
}

TEST_F(AuditTest, ProgressIsForTerminalsOnly) {
  const std::string path = File(FileOf(log_.Records(0, 20, false)));
  EXPECT_THAT(Run({"verify", path, "--key", key_}).err, IsEmpty());
  arasha_.terminal = true;
  EXPECT_THAT(Run({"verify", path, "--key", key_}).err, HasSubstr("Checking  ["));
  arasha_.variables["TERM"] = "dumb";
  EXPECT_THAT(Run({"verify", path, "--key", key_}).err, IsEmpty());
}

// witness -------------------------------------------------------------------------------------------------

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
  EXPECT_EQ(refused(), kCannotTell);
  log_.Read(1);
  shown(log_.Note(21));
  EXPECT_EQ(refused(), kCannotTell);
  EXPECT_EQ(refused({"--proof", File("not Base64\n")}), kCannotTell);
  FakeLog forked = log_;
  forked.leaves[3] = LeafBytes({});
  shown(forked.Note(20));
  EXPECT_EQ(refused(), kTampered);
  forked.signer = *rules::log::NoteSigner::FromSeed("other.example", rules::log::SignatureKind::kEd25519,
                                                    std::string(32, 'o'));
  shown(forked.Note(21));
  EXPECT_EQ(refused(), kCannotTell);
  EXPECT_EQ(refused({"--key", forked.signer.verifier().ToString()}), kCannotTell);
  std::filesystem::remove(state_ + ".lock");
}

TEST_F(AuditTest, HelpTellsTheExitCodes) {
  EXPECT_THAT(arasha_.Run({"help", "exit-codes"}).out, HasSubstr("\n   10  "));
  EXPECT_THAT(arasha_.Run({"help", "audit", "verify"}).out, HasSubstr("11: cannot tell"));
}

}  // namespace
}  // namespace arasha::clients
