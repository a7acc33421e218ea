// What could go wrong: a deleted leaf is not missed, or one that is there is; after a restored backup the log
// goes on under its old name, or cannot go on at all; a fork is made that nothing called for.
#include "services/sequencing/journal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "services/rules/log/leaf.h"
#include "services/sequencing/audit_log.h"
#include "storage/postgres/encoding.h"
#include "tests/support/log/log_key.h"
#include "tests/support/log/log_leaves.h"
#include "tests/support/operator_command.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/test_database.h"

namespace arasha {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

class LogCommands : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    options_.sequencer_database = database().sequencer_conninfo();
    options_.log_origin = "arasha.example/audit";
    options_.log_key = key_.path();
    options_.log_journal = journal_.path();
    options_.log_witnesses = {witness_.path()};
    options_.log_witness_period = absl::Milliseconds(10);
    config_ = folder_.path() + "/arashad.toml";
    std::ofstream(config_) << "[server]\nlisten = \"-\"\ntrust_domain = \"arasha.example\"\n"
                           << "[tls]\ncertificate = \"-\"\nkey = \"-\"\nclient_ca = \"-\"\n"
                           << "[database]\nserver = \"-\"\nowner = \"" << database().owner_conninfo()
                           << "\"\nsequencer = \"" << options_.sequencer_database << "\"\n"
                           << "[keys]\ndirectory = \"" << support::TestKeys::Folder()
                           << "\"\ncurrent = \"kek-1\"\n"
                           << "[log]\norigin = \"arasha.example/audit\"\nkey = \"" << key_.path()
                           << "\"\njournal = \"" << journal_.path() << "\"\nwitnesses = [\""
                           << witness_.path() << "\"]\n";
  }

  // What a server does while so many leaves are left.
  absl::Status Serve(int leaves) {
    server::AuditLog log(options_, "cafe", metrics_);
    if (absl::Status s = log.Start(); !s.ok()) return s;
    for (int i = 0; i < leaves; ++i) log.Take(Append());
    const std::string wanted = database().Value("SELECT count(*) FROM audit_leaf");
    for (int i = 0; i < 500 && database().Value("SELECT max(size) FROM audit_checkpoint") != wanted; ++i) {
      absl::SleepFor(absl::Milliseconds(20));
    }
    EXPECT_EQ(database().Value("SELECT max(size) FROM audit_checkpoint"), wanted);
    absl::SleepFor(absl::Milliseconds(100));  // For the witness.
    return absl::OkStatus();
  }
  // A leaf unlike any other.
  std::string Append() { return support::AppendLeaf(database().owner(), absl::StrCat("leaf ", ++appended_)); }
  void AsOwner(const std::string& sql) {
    const absl::Status status = database().owner().ExecuteScript(sql);
    ASSERT_TRUE(status.ok()) << status;
  }
  // Deletes what a backup of when there were so many leaves did not have.
  void Restore(int leaves) {
    const std::string n = absl::StrCat(leaves);
    AsOwner(
        "ALTER TABLE audit_leaf DISABLE TRIGGER USER; ALTER TABLE audit_sequence DISABLE TRIGGER USER;"
        "ALTER TABLE audit_checkpoint DISABLE TRIGGER USER;"
        "DELETE FROM audit_pending; DELETE FROM audit_checkpoint WHERE size > " +
        n +
        ";"
        "DELETE FROM audit_sequence WHERE tree_index >= " +
        n +
        ";"
        "DELETE FROM audit_leaf WHERE leaf_id NOT IN (SELECT leaf_id FROM audit_sequence);"
        "UPDATE audit_tile SET hashes = substr(hashes, 1, 32 * " +
        n +
        ");"
        "ALTER TABLE audit_leaf ENABLE TRIGGER USER; ALTER TABLE audit_sequence ENABLE TRIGGER USER;"
        "ALTER TABLE audit_checkpoint ENABLE TRIGGER USER;"
        "SELECT setval(pg_get_serial_sequence('audit_leaf', 'leaf_id'), " +
        n + ")");
  }
  // A command's exit code and output.
  std::pair<int, std::string> Run(std::vector<std::string> command) {
    command.insert(command.end(), {"--config", config_});
    support::CommandOutcome outcome = support::Arashad(command);
    return {outcome.exit_code, outcome.out + outcome.error};
  }
  std::pair<int, std::string> Check() { return Run({"log", "check"}); }
  std::pair<int, std::string> Fork(const std::string& note) {
    return Run({"log", "fork", "--reason", "restored from the backup of Monday", "--old-note", note});
  }
  std::string Head() const { return journal_.path() + "/head"; }

 private:
  int appended_ = 0;
  server::Options options_;
  server::Metrics metrics_;
  support::LogKey key_;
  support::ScratchFolder folder_;
  support::ScratchFolder journal_;
  support::ScratchFolder witness_;
  std::string config_;
};

std::string ReadAll(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST_F(LogCommands, CheckFindsNothingWhereNothingIs) {
  EXPECT_EQ(Check().first, 0);
  ASSERT_TRUE(Serve(30).ok());
  ASSERT_TRUE(Serve(30).ok());
  const auto [code, output] = Check();
  EXPECT_EQ(code, 0) << output;
  EXPECT_THAT(output, AllOf(HasSubstr("tree: 60 leaves under arasha.example/audit, as signed and published"),
                            HasSubstr("journal: 60 leaves in 2 files; 60 have their place")));
}

TEST_F(LogCommands, CheckNamesALeafThatWasDeletedBeforeItHadAPlace) {
  server::Options options;
  ASSERT_TRUE(Serve(5).ok());
  {
    auto journal = server::Journal::Open(Head().substr(0, Head().rfind('/')), "beef");
    ASSERT_TRUE(journal.ok());
    for (int i = 0; i < 3; ++i) (*journal)->Append(Append());
  }
  EXPECT_THAT(Check().second, HasSubstr("3 wait for it"));
  AsOwner("DELETE FROM audit_pending WHERE leaf_id = 7");
  const auto [code, output] = Check();
  EXPECT_EQ(code, 1);
  EXPECT_THAT(output, AllOf(HasSubstr("leaf 7, journalled "), HasSubstr(": deleted before it had a place\n"),
                            HasSubstr("2 wait for it"), HasSubstr("1 is not as it was journalled")));
}

TEST_F(LogCommands, CheckFindsATileThatIsNotThatOfItsLeaves) {
  ASSERT_TRUE(Serve(300).ok());
  AsOwner(
      "UPDATE audit_tile SET hashes = set_byte(hashes, 5, 255 - get_byte(hashes, 5)) WHERE (level, n) = (0, "
      "0)");
  const auto [code, output] = Check();
  EXPECT_EQ(code, 1);
  EXPECT_THAT(output, AllOf(HasSubstr("tile 0 of level 1 is not that of the leaves below it"),
                            HasSubstr("leaf 1, journalled")));
}

TEST_F(LogCommands, AfterALossTheLogGoesOnUnderAnotherName) {
  ASSERT_TRUE(Serve(20).ok());
  ASSERT_TRUE(Serve(10).ok());
  const std::string lost = ReadAll(Head());
  const std::string kept = Head() + ".kept";
  std::ofstream(kept) << lost;
  EXPECT_THAT(Fork(kept).second, HasSubstr("nothing is lost"));

  Restore(20);
  EXPECT_TRUE(absl::IsFailedPrecondition(Serve(0)));
  EXPECT_EQ(Check().first, 1);
  // What waits in the queue of the backup comes after the leaf that tells of the fork.
  Append();
  const auto [code, output] = Fork(kept);
  ASSERT_EQ(code, 0) << output;
  EXPECT_THAT(output, AllOf(HasSubstr("the log goes on as arasha.example/audit/2 from leaf 20"),
                            HasSubstr("arasha.example/audit/2\n21\n")));
  EXPECT_THAT(Run({"log", "key"}).second, HasSubstr("arasha.example/audit/2+"));

  const std::string data = storage::ParseBytesText(database().Value(
      "SELECT leaf_data FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE tree_index = 20"));
  const auto leaf = rules::log::DecodeLeaf(data);
  ASSERT_TRUE(leaf.ok()) << leaf.status();
  EXPECT_EQ(leaf->action, "ForkLog");
  EXPECT_EQ(leaf->actor, "operator");
  EXPECT_EQ(leaf->instance, "restored from the backup of Monday\n\n" + lost);

  ASSERT_TRUE(Serve(10).ok());
  EXPECT_EQ(database().Value(
                "SELECT count(*) FROM audit_checkpoint WHERE origin = 'arasha.example/audit/2'") == "0",
            false);
  EXPECT_EQ(database().Value(
                "SELECT count(*) FROM audit_checkpoint WHERE origin = 'arasha.example/audit' AND size > 20"),
            "0");
  const auto [after, told] = Check();
  EXPECT_EQ(after, 0) << told;
  EXPECT_THAT(told, AllOf(HasSubstr("10 were lost before the log was forked"),
                          HasSubstr("32 leaves under arasha.example/audit/2")));
  EXPECT_THAT(Fork(kept).second, HasSubstr("has gone on as arasha.example/audit/2"));
}

}  // namespace
}  // namespace arasha
