// A file that is not whole, or not true, must never be taken for what the log holds.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/text/file.h"
#include "clients/verify/export_file.h"
#include "services/rules/log/leaf.h"
#include "tests/clients/fake_server.h"
#include "tests/clients/verify/audit_fixture.h"
#include "tests/clients/verify/fake_log.h"
#include "tests/support/log/leaf_bytes.h"

namespace arasha::clients {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

// These logs are of no database, whose schema the rows of a true one tell.
void ExpectOnlySchemaUntold(const nlohmann::json& report) {
  EXPECT_EQ(report["verdict"], "cannot_tell");
  ASSERT_EQ(report["findings"].size(), 1U) << report;
  EXPECT_EQ(report["findings"][0]["code"], "SCHEMA_UNTOLD");
}

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
  // In Kazakh it is the file that is not read, in the nominative.
  EXPECT_THAT(Run({"verify", "/nonexistent", "--key", key_, "--lang", "kk"}).err,
              HasSubstr("/nonexistent (экспорт) оқылмайды"));
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
  const auto report = nlohmann::json::parse(verified.out);
  ExpectOnlySchemaUntold(report);
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
  EXPECT_EQ(Run({"verify", path, "--key", key_, "--since", File(log_.Note(12))}).exit_code, kExitCannotTell);
  // Nothing new is no fault.
  const std::string nothing = Path();
  const std::string newest = File(log_.Note(20));
  EXPECT_EQ(Run({"export", nothing, "--since", newest}).exit_code, 0);
  EXPECT_EQ(Run({"verify", nothing, "--key", key_, "--since", newest}).exit_code, 0);
  EXPECT_EQ(Run({"export", Path(), "--since", since, "--rows"}).exit_code, kUsage);
  const Ran to_stdout = Run({"export", "-"});
  EXPECT_EQ(to_stdout.exit_code, kUsage);
  EXPECT_THAT(to_stdout.err, HasSubstr("FILE cannot be -"));
}

TEST_F(AuditTest, ExportSinceNoticesAnotherHistory) {
  const std::string since = File(log_.Note(13));
  log_.leaves[3] = LeafBytes({});
  EXPECT_EQ(Run({"export", Path(), "--since", since}).exit_code, kExitTampered);
  log_.leaves.resize(12);
  EXPECT_EQ(Run({"export", Path(), "--since", since}).exit_code, kExitTampered);
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
      EXPECT_EQ(Run({"verify", path, "--key", key_}).exit_code, with_rows ? kExitCannotTell : 0) << served;
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

TEST_F(AuditTest, ResumeBeginsAnewWhereTheHeaderIsCutOff) {
  const std::string path = Path();
  ASSERT_EQ(Run({"export", path}).exit_code, 0);
  std::ifstream in(path, std::ios::binary);
  ExportReader reader(in);
  ASSERT_TRUE(reader.Next().ok());
  // Without the last byte of its frame's checksum.
  std::filesystem::resize_file(path, static_cast<uintmax_t>(reader.whole_frames() - 1));
  std::filesystem::rename(path, path + ".part");
  ASSERT_EQ(Run({"export", path, "--resume"}).exit_code, 0);
  EXPECT_EQ(Run({"verify", path, "--key", key_}).exit_code, 0);
}

TEST_F(AuditTest, ExportKeepsTheEvidenceOfALogThatIsFalse) {
  server_.Make<v1::ReadLeavesRequest, v1::ReadLeavesResponse>("ReadLeaves", [](const auto& request) {
    v1::ReadLeavesResponse page;
    for (int i = 0; i < request.limit(); ++i) page.add_leaves(LeafBytes({}));
    return page;
  });
  const std::string path = Path();
  EXPECT_EQ(Run({"export", path}).exit_code, kExitTampered);
  const Ran verified = Run({"verify", path, "--key", key_, "--lang", "kk"});
  EXPECT_EQ(verified.exit_code, kExitTampered);
  EXPECT_THAT(verified.out, StartsWith("Бұрмаланған"));

  server_.Make<v1::ReadLeavesRequest, v1::ReadLeavesResponse>(
      "ReadLeaves", [](const auto&) { return v1::ReadLeavesResponse(); });
  EXPECT_EQ(Run({"export", Path()}).exit_code, kExitTampered);
}

TEST_F(AuditTest, ExportOfAFalseLogNamesTheLeaf) {
  for (const bool with_rows : {false, true}) {
    log_.found = {{11, ""}};
    const std::string path = Path();
    std::vector<std::string> command = {"export", path};
    if (with_rows) command.push_back("--rows");
    EXPECT_EQ(Run(command).exit_code, kExitTampered);
    const Ran verified = Run({"verify", path, "--key", key_});
    EXPECT_EQ(verified.exit_code, kExitTampered);
    EXPECT_THAT(verified.out, HasSubstr("Leaf 11 is gone: it was deleted."));
  }
}

TEST_F(AuditTest, ExportTellsOfLeavesThatListsDoNotFindAsTheyAre) {
  // In the midst of a page, at the end of one, and at the end of the log.
  log_.mislisted = {{3, "actor"}, {6, "action"}, {19, "occurred_time"}};
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
    EXPECT_EQ(verified.exit_code, kExitTampered);
    for (const char* told : {"Leaf 3 is as it was signed, but not what lists and reports search by: actor.",
                             "Leaf 6 is as it was signed", "Leaf 19 is as it was signed"}) {
      EXPECT_THAT(verified.out, HasSubstr(told)) << served;
    }
  }
}

TEST_F(AuditTest, ExportThatIsCutOffSaysHowToGoOn) {
  const std::string path = Path();
  FakeServer failing;
  log_.Serve(failing);
  google::rpc::Status lost;
  lost.set_code(14);
  lost.set_message("Socket closed");
  failing.RefuseAfter(2, lost);
  const Ran cut = Arasha(failing).Run({"audit", "export", path, "--timeout", "1s"});
  EXPECT_EQ(cut.exit_code, 8);
  EXPECT_THAT(cut.err, AllOf(HasSubstr("was cut off"), HasSubstr(absl::StrCat(path, ".part")),
                             HasSubstr("--resume"), Not(HasSubstr("certificate"))));
  EXPECT_EQ(Run({"export", path, "--resume"}).exit_code, 0);
}

TEST_F(AuditTest, NothingInADamagedFileIsEvidence) {
  log_.rows[1].set_state("forged");
  std::string bytes = FileOf(log_.Records(0, 20, true));
  EXPECT_EQ(Run({"verify", File(bytes), "--key", key_}).exit_code, kExitTampered);
  bytes.back() = static_cast<char>(bytes.back() ^ 1);
  const Ran verified = Run({"verify", File(bytes), "--key", key_});
  EXPECT_EQ(verified.exit_code, kExitCannotTell);
  EXPECT_THAT(verified.out, StartsWith("Cannot tell"));
  EXPECT_THAT(verified.out,
              HasSubstr(absl::StrCat("The file is damaged before byte ", bytes.size(),
                                     ": the file is not closed, or its checksum is wrong. Fetch the "
                                     "export again.\n")));
  EXPECT_THAT(verified.out, Not(HasSubstr("leaf 19")));
  EXPECT_THAT(verified.err, HasSubstr("1 finding."));
}

TEST_F(AuditTest, VerifyNamesWhatItFound) {
  log_.rows[1].set_state("\x1b[2Jforged");
  const std::string path = File(FileOf(log_.Records(0, 20, true)));
  const std::string sentence =
      "case 01010101-0101-0101-0000-000000000001, version 7, is not what leaf 19 wrote.";
  const Ran table = Run({"verify", path, "--key", key_});
  EXPECT_EQ(table.exit_code, kExitTampered);
  EXPECT_THAT(table.out, StartsWith("Tampered with.\n"));
  EXPECT_THAT(table.out, HasSubstr(sentence));
  EXPECT_THAT(table.err, HasSubstr("2 findings"));

  const Ran json = Run({"verify", path, "--key", key_, "--output", "json"});
  EXPECT_EQ(json.exit_code, kExitTampered);
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
  EXPECT_EQ(Run({"verify", File(FileOf(records)), "--key", key_, "--save", kept}).exit_code, kExitCannotTell);
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
  EXPECT_EQ(Run({"verify", path, "--key", key_, "--witness", keys}).exit_code, kExitCannotTell);
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

}  // namespace
}  // namespace arasha::clients
