// What could go wrong: places have gaps or repeats under load; a long transaction holds up everybody; a leaf
// waits long for a signed head; a process killed between appending and signing leaves a tree that is signed
// differently later; two sequencers write over each other; a leaf deleted before it is placed is not missed;
// a log that lost leaves is gone on with.
#include "services/sequencing/sequencer.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <pqxx/pqxx>
#include <random>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/time/clock.h"
#include "storage/postgres/migrations.h"
#include "tests/support/log/log_key.h"
#include "tests/support/log/log_leaves.h"
#include "tests/support/scratch_folder.h"
#include "tests/support/test_database.h"

namespace arasha::server {
namespace {

using ::testing::HasSubstr;

class Sequencing : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = support::TestDatabase::CreateEmpty();
    ASSERT_NE(database_, nullptr);
    ASSERT_TRUE(storage::Migrate(database_->owner()).ok());
    auto journal = Journal::Open(folder_.path(), "cafe");
    ASSERT_TRUE(journal.ok()) << journal.status();
    journal_ = *std::move(journal);
  }

  std::unique_ptr<Sequencer> Make() {
    return std::make_unique<Sequencer>(
        database_->sequencer_conninfo(),
        Sequencer::Parts{key_.keys(), metrics_, journal_.get(), [this] { return journal_->Heads(); },
                         [](const storage::CheckpointRow&) {}});
  }
  std::unique_ptr<Sequencer> Start() {
    auto sequencer = Make();
    const absl::Status status = sequencer->Start();
    EXPECT_TRUE(status.ok()) << status;
    return sequencer;
  }
  // A leaf as an operation leaves it.
  void Append(storage::Connection& owner) { journal_->Append(support::AppendLeaf(owner, "leaf")); }
  bool Until(const std::string& sql, const std::string& value) {
    for (const absl::Time end = absl::Now() + absl::Seconds(20); absl::Now() < end;
         absl::SleepFor(absl::Milliseconds(20))) {
      if (database_->Value(sql) == value) return true;
    }
    ADD_FAILURE() << sql << " does not become " << value << ", but is " << database_->Value(sql);
    return false;
  }
  // That every leaf has exactly one place, without gaps, that the newest head covers them all, and that
  // proofs of random leaves lead to it.
  void CheckTree(int64_t leaves) {
    EXPECT_TRUE(Until("SELECT coalesce(max(size), 0) FROM audit_checkpoint", absl::StrCat(leaves)));
    EXPECT_EQ(
        database_->Value("SELECT count(*) || ' ' || min(tree_index) || ' ' || max(tree_index) || ' ' || "
                         "count(DISTINCT leaf_id) FROM audit_sequence"),
        absl::StrCat(leaves, " 0 ", leaves - 1, " ", leaves));
    EXPECT_EQ(database_->Value("SELECT count(*) FROM audit_pending"), "0");
    EXPECT_EQ(
        database_->Value(
            "SELECT count(*) FROM audit_leaf WHERE leaf_id NOT IN (SELECT leaf_id FROM audit_sequence)"),
        "0");
    storage::Connection connection(database_->sequencer_conninfo());
    const auto newest = storage::NewestCheckpoint(connection);
    ASSERT_TRUE(newest.ok() && newest->has_value());
    const auto head = key_.keys().Open((*newest)->note);
    ASSERT_TRUE(head.ok()) << head.status();
    std::mt19937 random(6962);
    for (int i = 0; i < 50; ++i) {
      const int64_t index = std::uniform_int_distribution<int64_t>(0, leaves - 1)(random);
      const auto proof = AskTree(connection, [&](rules::log::NodeReader node) {
        return rules::log::ProveInclusion(index, leaves, node);
      });
      ASSERT_TRUE(proof.ok()) << proof.status();
      const std::string hash = storage::ParseBytesText(database_->Value(absl::StrCat(
          "SELECT leaf_hash FROM audit_leaf JOIN audit_sequence USING (leaf_id) WHERE tree_index = ",
          index)));
      EXPECT_TRUE(rules::log::VerifyInclusion(index, leaves, *rules::log::ToHash(hash), *proof,
                                              head->checkpoint.root));
    }
  }

  // The journal writes a head on a thread of its own, soon after it was signed.
  void WaitForKeptHead() {
    const std::string newest =
        database_->Value("SELECT note FROM audit_checkpoint ORDER BY size DESC LIMIT 1");
    const auto kept = [&] {
      const std::vector<PublishedHead> heads = journal_->Heads();
      return heads.size() == 1 && heads[0].note == newest;
    };
    for (const absl::Time end = absl::Now() + absl::Seconds(20); !kept() && absl::Now() < end;) {
      absl::SleepFor(absl::Milliseconds(20));
    }
    EXPECT_TRUE(kept());
  }

  // A process that sequences until it is killed: this program, running the test below only.
  pid_t StartVictim(const std::string& failpoint) {
    const pid_t victim = fork();
    if (victim != 0) return victim;
    setenv("ARASHA_FAILPOINT", failpoint.c_str(), 1);
    setenv("ARASHA_VICTIM_DATABASE", database_->sequencer_conninfo().c_str(), 1);
    setenv("ARASHA_VICTIM_KEY", key_.path().c_str(), 1);
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execl("/proc/self/exe", "victim", "--gtest_filter=Victim.DISABLED_Sequences",
          "--gtest_also_run_disabled_tests", nullptr);
    _exit(7);
  }
  std::string Size() { return database_->Value("SELECT count(*) FROM audit_sequence"); }

  support::TestDatabase& database() { return *database_; }
  Journal& journal() { return *journal_; }
  Metrics& metrics() { return metrics_; }
  const support::LogKey& key() const { return key_; }
  std::string Page() {
    std::string page;
    for (const auto& family : metrics_.registry()->Collect()) {
      for (const auto& metric : family.metric) {
        absl::StrAppend(&page, family.name, " ", metric.gauge.value, " ", metric.counter.value, "\n");
      }
    }
    return page;
  }

 private:
  std::unique_ptr<support::TestDatabase> database_;
  support::ScratchFolder folder_;
  support::LogKey key_;
  Metrics metrics_;
  std::unique_ptr<Journal> journal_;
};

TEST(Victim, DISABLED_Sequences) {
  const auto keys = LogKeys::Load("arasha.example/audit", getenv("ARASHA_VICTIM_KEY"), {});
  ASSERT_TRUE(keys.ok()) << keys.status();
  Metrics metrics;
  Sequencer sequencer(getenv("ARASHA_VICTIM_DATABASE"),
                      {*keys, metrics, nullptr, [] { return std::vector<PublishedHead>(); },
                       [](const storage::CheckpointRow&) {}});
  ASSERT_TRUE(sequencer.Start().ok());
  absl::SleepFor(absl::Seconds(30));
}

TEST_F(Sequencing, PlacesWhatManyWritersCommitWithoutGaps) {
  // Holds a snapshot, and a leaf with a low id that it commits at last.
  pqxx::connection slow(database().owner_conninfo());
  pqxx::work open(slow);
  open.exec(
      "INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, action, decision) "
      "VALUES (sha256('\\x00736c6f77'), 'slow', now(), 'a', 'b', 'done')");
  open.exec("INSERT INTO audit_pending SELECT leaf_id, leaf_hash FROM audit_leaf");
  auto sequencer = Start();

  constexpr int kWriters = 8;
  std::atomic<int64_t> committed = 0;
  std::atomic<bool> enough = false;
  std::vector<std::thread> writers;
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back([&] {
      storage::Connection owner(database().owner_conninfo());
      while (!enough) {
        journal().Append(support::AppendLeaf(owner, "leaf"));
        ++committed;
      }
    });
  }
  absl::SleepFor(absl::Seconds(5));
  enough = true;
  for (std::thread& writer : writers) writer.join();
  const int64_t leaves = committed;
  // Nobody waits for the transaction that is still open.
  CheckTree(leaves);
  open.commit();
  CheckTree(leaves + 1);
}

TEST_F(Sequencing, TwoSequencersPlaceEveryLeafOnce) {
  auto one = Start();
  auto other = Start();
  for (int i = 0; i < 200; ++i) Append(database().owner());
  CheckTree(200);
  one.reset();  // The other takes over.
  for (int i = 0; i < 200; ++i) Append(database().owner());
  CheckTree(400);
}

TEST_F(Sequencing, WhatTheLastCallsLeftIsSignedBeforeItStops) {
  auto sequencer = Start();
  for (int i = 0; i < 20; ++i) Append(database().owner());
  sequencer.reset();
  EXPECT_EQ(database().Value("SELECT max(size) FROM audit_checkpoint"), "20");
}

TEST_F(Sequencing, AProcessKilledBetweenAppendingAndSigningIsFollowedByTheVerySameTree) {
  for (int i = 0; i < 300; ++i) Append(database().owner());
  const pid_t victim = StartVictim("log_before_signing");
  int status = 0;
  ASSERT_EQ(waitpid(victim, &status, 0), victim);
  ASSERT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << status;
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_sequence"), "300");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_checkpoint"), "0");

  for (int i = 0; i < 100; ++i) Append(database().owner());
  auto sequencer = Start();
  CheckTree(400);
  // First the tree that was left, and one note for each size.
  EXPECT_EQ(database().Value("SELECT string_agg(size::text, ' ' ORDER BY size) FROM audit_checkpoint"),
            "300 400");
}

TEST_F(Sequencing, KilledAtAnyMomentItLosesNothing) {
  std::mt19937 random(9162);
  int64_t leaves = 0;
  for (int round = 0; round < 8; ++round) {
    const pid_t victim = StartVictim("");
    // Until it is at work.
    for (const std::string before = Size(); Size() == before; ++leaves) Append(database().owner());
    const absl::Time end = absl::Now() + absl::Milliseconds(std::uniform_int_distribution(1, 400)(random));
    for (; absl::Now() < end; ++leaves) Append(database().owner());
    kill(victim, SIGKILL);
    ASSERT_EQ(waitpid(victim, nullptr, 0), victim);
  }
  auto sequencer = Start();
  CheckTree(leaves);
}

TEST_F(Sequencing, MissesALeafThatIsDeletedBeforeItIsPlaced) {
  Append(database().owner());
  Append(database().owner());
  // A superuser in the second that this takes.
  ASSERT_TRUE(
      database()
          .owner()
          .ExecuteScript(
              "ALTER TABLE audit_leaf DISABLE TRIGGER USER; DELETE FROM audit_pending WHERE leaf_id = 2;"
              "DELETE FROM audit_leaf WHERE leaf_id = 2")
          .ok());
  auto sequencer = Start();
  for (int i = 0; i < 500 && Page().find("arasha_log_unplaced_total") == std::string::npos; ++i) {
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_THAT(Page(), HasSubstr("arasha_log_unplaced_total 0 1\n"));
}

TEST_F(Sequencing, DoesNotGoOnWithALogThatLostLeaves) {
  auto sequencer = Start();
  for (int i = 0; i < 50; ++i) Append(database().owner());
  CheckTree(50);
  sequencer.reset();
  WaitForKeptHead();
  // Whoever does not get the lease only follows, and checks nothing yet.
  EXPECT_TRUE(
      Until("SELECT count(*) FROM pg_locks JOIN pg_database d ON d.oid = database "
            "WHERE locktype = 'advisory' AND datname = current_database()",
            "0"));
  // The head of 50 leaves is in the journal; a backup of before is restored.
  ASSERT_TRUE(
      database()
          .owner()
          .ExecuteScript("ALTER TABLE audit_sequence DISABLE TRIGGER USER;"
                         "ALTER TABLE audit_checkpoint DISABLE TRIGGER USER;"
                         "DELETE FROM audit_checkpoint; DELETE FROM audit_sequence; DELETE FROM audit_tile")
          .ok());
  Append(database().owner());
  sequencer = Make();
  const absl::Status status = sequencer->Start();
  EXPECT_TRUE(absl::IsFailedPrecondition(status)) << status;
  EXPECT_THAT(std::string(status.message()), HasSubstr("arashad log fork"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_sequence"), "0");
  EXPECT_THAT(Page(), HasSubstr("arasha_log_halted 1 0\n"));
}

}  // namespace
}  // namespace arasha::server
