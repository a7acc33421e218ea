// What could go wrong: a leaf gets two places or none; places have gaps; two sequencers write over each
// other; a statement that runs twice appends twice; a slow transaction holds up the others' leaves, or its
// own are forgotten; the sequencer's role can read or rewrite what it should not.
#include "storage/log/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <pqxx/pqxx>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/pg_errors.h"
#include "tests/support/log/log_leaves.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class Log : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = support::TestDatabase::CreateEmpty();
    ASSERT_NE(database_, nullptr);
    ASSERT_TRUE(Migrate(database_->owner()).ok());
    sequencer_ = std::make_unique<Connection>(database_->sequencer_conninfo());
  }
  support::TestDatabase& database() { return *database_; }
  Connection& sequencer() { return *sequencer_; }

  // Appends leaves and returns them as the queue has them.
  std::vector<PendingLeaf> Leaves(int count) {
    for (int i = 0; i < count; ++i) support::AppendLeaf(database().owner(), absl::StrCat("leaf ", i));
    return Queue().pending;
  }
  LogQueue Queue(int limit = 5000, int64_t after = 0) { return QueueOf(sequencer(), limit, after); }
  static LogQueue QueueOf(Connection& connection, int limit = 5000, int64_t after = 0) {
    auto queue = ReadLogQueue(connection, limit, after);
    EXPECT_TRUE(queue.ok()) << queue.status();
    return queue.ok() ? *queue : LogQueue();
  }
  // Whether it was done; a failure of the test if it could not be tried.
  bool Place(Connection& connection, int64_t size, absl::Span<const PendingLeaf> leaves,
             absl::Span<const Tile> tiles = {}) {
    auto done = Integrate(connection, size, leaves, tiles);
    EXPECT_TRUE(done.ok()) << done.status();
    return done.ok() && *done;
  }
  std::string Places() {
    return database().Value(
        "SELECT string_agg(tree_index || ':' || leaf_id, ' ' ORDER BY tree_index) FROM audit_sequence");
  }

 private:
  std::unique_ptr<support::TestDatabase> database_;
  std::unique_ptr<Connection> sequencer_;
};

TEST_F(Log, GivesPlacesWithoutGapsInTheOrderOfIds) {
  EXPECT_EQ(Queue().size, 0);
  EXPECT_THAT(Queue().pending, IsEmpty());
  const std::vector<PendingLeaf> leaves = Leaves(3);
  ASSERT_THAT(leaves, SizeIs(3));
  EXPECT_TRUE(Place(sequencer(), 0, leaves));
  EXPECT_EQ(Places(), "0:1 1:2 2:3");
  EXPECT_THAT(Queue().pending, IsEmpty());
  EXPECT_TRUE(Place(sequencer(), 3, Leaves(2)));
  EXPECT_EQ(Places(), "0:1 1:2 2:3 3:4 4:5");
  EXPECT_EQ(Queue().size, 5);
}

TEST_F(Log, ReadsTheQueueInParts) {
  Leaves(5);
  EXPECT_THAT(Queue(2).pending, SizeIs(2));
  EXPECT_EQ(Queue(2).pending.front().leaf_id, 1);
  EXPECT_THAT(Queue(5000, 3).pending, SizeIs(2));
}

TEST_F(Log, DoesNothingAtAllForATreeOfAnotherSize) {
  const std::vector<PendingLeaf> leaves = Leaves(2);
  const std::vector<Tile> tiles = {{{0, 0}, std::string(64, 'x')}};
  EXPECT_FALSE(Place(sequencer(), 1, leaves, tiles));
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_tile"), "0");
  EXPECT_EQ(Places(), "");
  EXPECT_THAT(Queue().pending, SizeIs(2));
  EXPECT_TRUE(Place(sequencer(), 0, leaves, tiles));
  // The same again, as when the answer to it was lost.
  EXPECT_FALSE(Place(sequencer(), 0, leaves, tiles));
  EXPECT_EQ(Places(), "0:1 1:2");
}

TEST_F(Log, GivesNoLeafASecondPlace) {
  const std::vector<PendingLeaf> leaves = Leaves(1);
  ASSERT_TRUE(Place(sequencer(), 0, leaves));
  EXPECT_FALSE(Integrate(sequencer(), 1, leaves, {}).ok());
  EXPECT_EQ(Places(), "0:1");
}

TEST_F(Log, TilesGrow) {
  ASSERT_TRUE(Place(sequencer(), 0, Leaves(1), {{{{0, 0}, std::string(32, 'a')}}}));
  ASSERT_TRUE(
      Place(sequencer(), 1, Leaves(1), {{{{0, 0}, std::string(64, 'b')}, {{1, 0}, std::string(32, 'c')}}}));
  const std::vector<TileKey> keys = {{0, 0}, {1, 0}, {2, 0}};
  auto tiles = ReadTiles(sequencer(), keys);
  ASSERT_TRUE(tiles.ok()) << tiles.status();
  ASSERT_THAT(*tiles, SizeIs(2));
  for (const Tile& tile : *tiles) {
    EXPECT_EQ(tile.hashes, tile.key.level == 0 ? std::string(64, 'b') : std::string(32, 'c'));
  }
}

TEST_F(Log, OneSessionHoldsTheLeaseUntilItEnds) {
  support::AppendLeaf(database().owner(), "leaf");
  auto other = std::make_unique<Connection>(database().sequencer_conninfo());
  EXPECT_TRUE(QueueOf(*other).leased);
  EXPECT_FALSE(Queue().leased);
  EXPECT_THAT(Queue().pending, IsEmpty());
  EXPECT_TRUE(QueueOf(*other).leased);
  other.reset();
  // The backend ends a moment after its client.
  for (int i = 0; i < 100 && !Queue().leased; ++i) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_TRUE(Queue().leased);
  EXPECT_THAT(Queue().pending, SizeIs(1));
}

TEST_F(Log, ALongTransactionHoldsUpNobodyAndLosesNothing) {
  pqxx::connection slow(database().owner_conninfo());
  pqxx::work open(slow);
  open.exec("INSERT INTO audit_pending OVERRIDING SYSTEM VALUE SELECT 0, sha256('slow')");
  ASSERT_TRUE(Place(sequencer(), 0, Leaves(2)));
  EXPECT_THAT(Queue().pending, IsEmpty());
  open.commit();
  ASSERT_TRUE(Place(sequencer(), 2, Queue(5000, -1).pending));
  EXPECT_EQ(Places(), "0:1 1:2 2:0");
}

TEST_F(Log, KeepsTheFirstHeadOfASize) {
  const auto missing = NewestCheckpoint(sequencer());
  ASSERT_TRUE(missing.ok());
  EXPECT_EQ(*missing, std::nullopt);
  const auto store = [this](const std::string& origin, int64_t size, const std::string& note) {
    auto row = StoreCheckpoint(sequencer(), {origin, size, std::string(32, 'r'), note, absl::UnixEpoch()});
    EXPECT_TRUE(row.ok()) << row.status();
    return row.ok() ? row->note : "";
  };
  EXPECT_EQ(store("a", 7, "first"), "first");
  EXPECT_EQ(store("a", 7, "second"), "first");
  EXPECT_EQ(store("a/2", 7, "third"), "first");
  EXPECT_EQ(store("a/2", 8, "fourth"), "fourth");
  EXPECT_EQ(NewestCheckpoint(sequencer())->value().note, "fourth");
  EXPECT_TRUE(StoreCosignature(sequencer(), {"a/2", 8, "", "", absl::UnixEpoch()}, "w", "line").ok());
  EXPECT_TRUE(StoreCosignature(sequencer(), {"a/2", 8, "", "", absl::UnixEpoch()}, "w", "other").ok());
  EXPECT_EQ(database().Value("SELECT line FROM audit_cosignature"), "line");
}

TEST_F(Log, TellsWhereLeavesAre) {
  const std::vector<PendingLeaf> leaves = Leaves(3);
  ASSERT_TRUE(Place(sequencer(), 0, {leaves[1]}, {{{{0, 0}, leaves[1].hash}}}));
  ASSERT_TRUE(Place(sequencer(), 1, {leaves[0]}, {{{{0, 0}, leaves[1].hash + leaves[0].hash}}}));
  const std::vector<int64_t> ids = {1, 2, 3, 4};
  auto places = FindLeaves(sequencer(), ids);
  ASSERT_TRUE(places.ok()) << places.status();
  ASSERT_THAT(*places, SizeIs(4));
  EXPECT_EQ((*places)[0].tree_index, 1);
  EXPECT_EQ((*places)[0].hash, leaves[0].hash);
  EXPECT_EQ((*places)[1].tree_index, 0);
  EXPECT_EQ((*places)[1].hash, leaves[1].hash);
  EXPECT_EQ((*places)[2].tree_index, std::nullopt);
  EXPECT_EQ((*places)[2].hash, leaves[2].hash);
  EXPECT_EQ((*places)[3].hash, "");
}

TEST_F(Log, TheSequencerSeesNoContentAndRewritesNothing) {
  Leaves(1);
  for (const char* statement :
       {"SELECT leaf_data FROM audit_leaf", "SELECT 1 FROM audit_secret", "SELECT 1 FROM case_file",
        "SELECT 1 FROM principal", "INSERT INTO audit_pending VALUES (9, '')",
        "UPDATE audit_sequence SET leaf_id = 9", "DELETE FROM audit_sequence", "DELETE FROM audit_tile",
        "UPDATE audit_checkpoint SET note = ''", "DELETE FROM audit_checkpoint",
        "DELETE FROM audit_cosignature", "CREATE TABLE mine (x int)"}) {
    const absl::Status status = sequencer().ExecuteScript(statement);
    const std::string words(status.GetPayload(kDetailPayload).value_or(absl::Cord("not refused")));
    EXPECT_THAT(words, ::testing::HasSubstr("permission denied")) << statement;
  }
}

}  // namespace
}  // namespace arasha::storage
