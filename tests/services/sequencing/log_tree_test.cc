// What could go wrong: the tiles stored are not those of the leaves; a proof made from them does not verify;
// the same tree is signed twice in different words; a tree that somebody rewrote, or that lost leaves with a
// restored backup, is gone on with as if nothing had been.
#include "services/sequencing/log_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "absl/strings/str_cat.h"
#include "storage/postgres/migrations.h"
#include "tests/support/log/log_key.h"
#include "tests/support/log/log_leaves.h"
#include "tests/support/test_database.h"

namespace arasha::server {
namespace {

using rules::log::Hash;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

storage::PendingLeaf Leaf(int64_t id) {
  return {id, rules::log::ToBytes(rules::log::HashLeaf(absl::StrCat("leaf ", id)))};
}

std::vector<storage::PendingLeaf> LeavesOf(int64_t begin, int64_t end) {
  std::vector<storage::PendingLeaf> leaves;
  for (int64_t id = begin; id < end; ++id) leaves.push_back(Leaf(id));
  return leaves;
}

// The root as RFC 6962 defines it, by the book.
Hash RootByTheBook(const std::vector<storage::PendingLeaf>& leaves) {
  rules::log::CompactRange range;
  for (const storage::PendingLeaf& leaf : leaves) range.Append(*rules::log::ToHash(leaf.hash));
  return range.Root();
}

TEST(TreeEdge, GivesTheRootAndTheTilesOfEverySize) {
  for (const int64_t step : {1, 7, 255, 256, 257, 5000}) {
    TreeEdge edge;
    std::map<storage::TileKey, std::string> stored;
    const int64_t most = step == 1 ? 520 : 70000;
    while (edge.size() < most) {
      for (storage::Tile& tile : edge.Append(LeavesOf(edge.size(), edge.size() + step))) {
        EXPECT_TRUE(stored[tile.key].empty() || tile.hashes.starts_with(stored[tile.key]));
        EXPECT_LE(tile.hashes.size(), 8192u);
        stored[tile.key] = tile.hashes;
      }
      if (step == 1 || edge.size() + step > most) {
        ASSERT_EQ(edge.Root(), RootByTheBook(LeavesOf(0, edge.size()))) << edge.size();
      }
    }
    // 256 hashes of one level are one hash of the next.
    for (int64_t count = edge.size(), level = 0; count > 0; ++level, count /= 256) {
      size_t bytes = 0;
      for (const auto& [key, hashes] : stored) bytes += key.level == level ? hashes.size() : 0;
      EXPECT_EQ(bytes, static_cast<size_t>(count) * 32) << "level " << level;
    }
    // Whatever was stored last gives the edge of every tree before.
    std::vector<storage::Tile> tiles;
    for (const auto& [key, hashes] : stored) tiles.push_back({key, hashes});
    for (int64_t size = edge.size(); size >= 0; size -= edge.size() / 7 + 1) {
      auto before = TreeEdge::FromTiles(size, tiles);
      ASSERT_TRUE(before.ok()) << before.status();
      EXPECT_EQ(before->Root(), RootByTheBook(LeavesOf(0, size))) << size;
    }
  }
}

TEST(TreeEdge, IsRefusedWhereTilesDoNotReachIt) {
  EXPECT_TRUE(TreeEdge::FromTiles(0, {}).ok());
  EXPECT_EQ(TreeEdge::FromTiles(1, {}).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(TreeEdge::FromTiles(2, {{{0, 0}, Leaf(0).hash}}).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_TRUE(TreeEdge::FromTiles(1, {{{0, 0}, Leaf(0).hash}}).ok());
}

class Tree : public ::testing::Test {
 protected:
  void SetUp() override {
    database_ = support::TestDatabase::CreateEmpty();
    ASSERT_NE(database_, nullptr);
    ASSERT_TRUE(storage::Migrate(database_->owner()).ok());
    connection_ = std::make_unique<storage::Connection>(database_->sequencer_conninfo());
  }
  support::TestDatabase& database() { return *database_; }
  storage::Connection& connection() { return *connection_; }
  const LogKeys& keys() const { return key_.keys(); }

  LogTree Loaded(absl::Span<const PublishedHead> published = {}) {
    LogTree tree(connection(), keys());
    const absl::Status status = tree.Load(published);
    EXPECT_TRUE(status.ok()) << status;
    return tree;
  }
  void Grow(LogTree& tree, int64_t count) {
    auto done = tree.Append(LeavesOf(tree.size(), tree.size() + count));
    ASSERT_TRUE(done.ok()) << done.status();
    ASSERT_TRUE(*done);
  }
  std::string Sign(LogTree& tree) {
    const absl::Status status = tree.Sign();
    EXPECT_TRUE(status.ok()) << status;
    return status.ok() ? tree.head()->note : "";
  }
  // Why a tree is not gone on with; empty if it is.
  std::string Refusal(absl::Span<const PublishedHead> published = {}) {
    LogTree tree(connection(), keys());
    const absl::Status status = tree.Load(published);
    EXPECT_TRUE(status.ok() || absl::IsFailedPrecondition(status)) << status;
    return std::string(status.message());
  }
  void AsOwner(const std::string& sql) {
    const absl::Status status = database().owner().ExecuteScript(sql);
    ASSERT_TRUE(status.ok()) << status;
  }

 private:
  std::unique_ptr<support::TestDatabase> database_;
  std::unique_ptr<storage::Connection> connection_;
  support::LogKey key_;
};

TEST_F(Tree, GoesOnWhereItWasLeft) {
  for (const int64_t step : {1, 254, 1, 1, 300, 5000}) {
    LogTree tree = Loaded();
    Grow(tree, step);
    const std::string note = Sign(tree);
    auto head = keys().Open(note);
    ASSERT_TRUE(head.ok()) << head.status();
    EXPECT_EQ(head->checkpoint.root, RootByTheBook(LeavesOf(0, tree.size())));
    EXPECT_EQ(head->checkpoint.size, tree.size());
    EXPECT_EQ(head->checkpoint.origin, "arasha.example/audit");
  }
  EXPECT_EQ(Loaded().size(), 5557);
}

TEST_F(Tree, AnUnsignedTreeIsSignedAsItWasLeft) {
  LogTree before = Loaded();
  Grow(before, 300);
  const std::string first = Sign(before);
  Grow(before, 1000);
  LogTree after = Loaded();
  EXPECT_TRUE(after.unsigned_leaves());
  const std::string again = Sign(after);
  EXPECT_FALSE(after.unsigned_leaves());
  // Who comes late gives the very same words.
  EXPECT_EQ(Sign(before), again);
  EXPECT_NE(again, first);
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_checkpoint"), "2");
}

TEST_F(Tree, TwoKnowersOfOneTreeDoNotBothAppend) {
  LogTree one = Loaded();
  LogTree other = Loaded();
  Grow(one, 10);
  auto done = other.Append({Leaf(500)});
  ASSERT_TRUE(done.ok()) << done.status();
  EXPECT_FALSE(*done);
  EXPECT_EQ(other.size(), 0);
  EXPECT_EQ(Loaded().size(), 10);
}

TEST_F(Tree, ProofsFromTheStoredTreeVerify) {
  LogTree tree = Loaded();
  Grow(tree, 3000);
  Grow(tree, 2777);
  std::mt19937 random(6962);
  const auto any = [&](int64_t below) {
    return std::uniform_int_distribution<int64_t>(0, below - 1)(random);
  };
  for (int i = 0; i < 200; ++i) {
    const int64_t size = any(tree.size()) + 1;
    const int64_t index = any(size);
    const auto proof = AskTree(connection(), [&](rules::log::NodeReader node) {
      return rules::log::ProveInclusion(index, size, node);
    });
    const auto root =
        AskTree(connection(), [&](rules::log::NodeReader node) { return rules::log::RootOf(size, node); });
    ASSERT_TRUE(proof.ok() && root.ok()) << proof.status() << root.status();
    EXPECT_TRUE(
        rules::log::VerifyInclusion(index, size, *rules::log::ToHash(Leaf(index).hash), *proof, *root));
    const int64_t old_size = any(size) + 1;
    const auto consistency = AskTree(connection(), [&](rules::log::NodeReader node) {
      return rules::log::ProveConsistency(old_size, size, node);
    });
    const auto old_root = AskTree(
        connection(), [&](rules::log::NodeReader node) { return rules::log::RootOf(old_size, node); });
    ASSERT_TRUE(consistency.ok() && old_root.ok()) << consistency.status() << old_root.status();
    EXPECT_TRUE(rules::log::VerifyConsistency(old_size, *old_root, size, *root, *consistency));
  }
}

TEST_F(Tree, ARewrittenTreeIsNotGoneOnWith) {
  LogTree tree = Loaded();
  Grow(tree, 600);
  Sign(tree);
  Grow(tree, 300);
  EXPECT_EQ(Refusal(), "");
  const std::vector<std::pair<const char*, const char*>> attacks = {
      // A leaf's hash below the newest head, and one above.
      {"UPDATE audit_tile SET hashes = set_byte(hashes, 100, 255 - get_byte(hashes, 100)) WHERE (level, n) = "
       "(0, 2)",
       "its tiles give another root"},
      {"UPDATE audit_tile SET hashes = set_byte(hashes, 90 * 32, 255 - get_byte(hashes, 90 * 32)) WHERE "
       "(level, n) = (0, 2)",
       "is not that of the leaves below it"},
      {"UPDATE audit_tile SET hashes = set_byte(hashes, 0, 255 - get_byte(hashes, 0)) WHERE level = 1",
       "another root"},
      {"DELETE FROM audit_tile WHERE (level, n) = (0, 3)", "lacks hashes"},
      {"ALTER TABLE audit_sequence DISABLE TRIGGER USER; DELETE FROM audit_sequence WHERE tree_index >= 500",
       "leaves have lost their places"},
      {"ALTER TABLE audit_checkpoint DISABLE TRIGGER USER; UPDATE audit_checkpoint SET size = 599",
       "columns tell another"},
      {"ALTER TABLE audit_checkpoint DISABLE TRIGGER USER; UPDATE audit_checkpoint SET note = replace(note, "
       "'600', '599')",
       "signature"}};
  for (const auto& [attack, words] : attacks) {
    AsOwner(
        "CREATE TABLE tile AS TABLE audit_tile; CREATE TABLE place AS TABLE audit_sequence;"
        "CREATE TABLE head AS TABLE audit_checkpoint");
    AsOwner(attack);
    EXPECT_THAT(Refusal(), HasSubstr(words)) << attack;
    AsOwner(
        "ALTER TABLE audit_sequence DISABLE TRIGGER USER; ALTER TABLE audit_checkpoint DISABLE TRIGGER USER;"
        "DELETE FROM audit_tile; DELETE FROM audit_sequence; DELETE FROM audit_checkpoint;"
        "INSERT INTO audit_tile TABLE tile; INSERT INTO audit_sequence TABLE place;"
        "INSERT INTO audit_checkpoint TABLE head; DROP TABLE tile, place, head");
    ASSERT_EQ(Refusal(), "");
  }
}

TEST_F(Tree, ATreeBehindAPublishedHeadIsNotGoneOnWith) {
  LogTree tree = Loaded();
  Grow(tree, 100);
  const std::string old_note = Sign(tree);
  AsOwner(
      "CREATE TABLE tile AS TABLE audit_tile; CREATE TABLE place AS TABLE audit_sequence;"
      "CREATE TABLE head AS TABLE audit_checkpoint");
  Grow(tree, 50);
  const std::string note = Sign(tree);
  EXPECT_EQ(Refusal({{"kept", old_note}, {"kept", note}}), "");
  // As a backup would be restored.
  AsOwner(
      "ALTER TABLE audit_sequence DISABLE TRIGGER USER; ALTER TABLE audit_checkpoint DISABLE TRIGGER USER;"
      "DELETE FROM audit_tile; DELETE FROM audit_sequence; DELETE FROM audit_checkpoint;"
      "INSERT INTO audit_tile TABLE tile; INSERT INTO audit_sequence TABLE place;"
      "INSERT INTO audit_checkpoint TABLE head");
  EXPECT_EQ(Refusal({{"kept", old_note}}), "");
  EXPECT_THAT(Refusal({{"/kept/head", note}}),
              HasSubstr("a head of 150 leaves under arasha.example/audit was published (/kept/head)"));
  // Grown past it with other leaves, it is no better.
  LogTree other = Loaded();
  ASSERT_TRUE(other.Append(LeavesOf(1000, 1100)).value());
  EXPECT_THAT(Refusal({{"/kept/head", note}}), HasSubstr("that is none of its heads"));
  // Under another origin it goes on.
  other.BeginEpoch(2);
  const std::string forked = Sign(other);
  EXPECT_THAT(forked, HasSubstr("arasha.example/audit/2\n200\n"));
  EXPECT_EQ(Refusal({{"/kept/head", note}, {"/kept/head", forked}}), "");
  EXPECT_EQ(Loaded().epoch(), 2);
  // What is published under a later origin than the database knows tells of a loss too.
  AsOwner("DELETE FROM audit_checkpoint WHERE origin = 'arasha.example/audit/2'");
  EXPECT_THAT(Refusal({{"/kept/head", forked}}), HasSubstr("under arasha.example/audit/2 was published"));
}

TEST_F(Tree, HeadsOfOthersAreNotTakenForOurs) {
  support::LogKey other;
  LogTree tree = Loaded();
  Grow(tree, 10);
  const std::string note = Sign(tree);
  EXPECT_FALSE(other.keys().Open(note).ok());
  EXPECT_THAT(Refusal({{"kept", "nonsense"}}), HasSubstr("kept: not a signed note"));
  EXPECT_THAT(Refusal({{"kept", other.keys().Sign(1, 10, Hash{}).value()}}), HasSubstr("no known key"));
  // After a change of key the old one is named in the configuration.
  const std::string verifier = keys().Verifier(1)->ToString();
  auto rolled = LogKeys::Load("arasha.example/audit", other.path(), {verifier});
  ASSERT_TRUE(rolled.ok()) << rolled.status();
  EXPECT_TRUE(rolled->Open(note).ok());
  LogTree after(connection(), *rolled);
  EXPECT_TRUE(after.Load({}).ok());
}

}  // namespace
}  // namespace arasha::server
