// What could go wrong: the queue is read from so far on that a change which is slow to commit gets its place
// after those that waited for it, so that verifiers take the log for tampered with; or the horizon never
// moves, and every look passes over all that was ever taken out of the queue.

#include "services/sequencing/queue_horizon.h"

#include <gtest/gtest.h>

#include <pqxx/pqxx>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/log/log_leaves.h"
#include "tests/support/test_database.h"

namespace arasha::server {
namespace {

storage::LogQueue Look(std::vector<int64_t> leaves, int64_t oldest_running, int64_t after_ended) {
  storage::LogQueue queue;
  for (const int64_t leaf : leaves) queue.pending.push_back({leaf, ""});
  queue.oldest_running = oldest_running;
  queue.after_ended = after_ended;
  return queue;
}

TEST(QueueHorizon, WaitsForWhateverHadBegunToWrite) {
  struct Step {
    storage::LogQueue queue;
    bool all = true;
    int64_t after;
    const char* why;
  };
  const Step steps[] = {
      {Look({}, 10, 10), true, 0, "nothing has a place yet"},
      {Look({5, 7}, 10, 12), true, 0, "10 may have drawn 6"},
      {Look({}, 10, 14), true, 0, "it still runs"},
      {Look({8}, 13, 20), true, 0, "13 had begun when 7 was given its place"},
      {Look({6, 9}, 14, 20), false, 0, "what it brought may be in the part that was not read"},
      {Look({10}, 14, 20), true, 7, "all have ended"},
      {Look({}, 20, 22), true, 7, "21 may have drawn 9"},
      {Look({}, 22, 22), true, 10, "all have ended"},
      {Look({}, 30, 30), true, 10, "nothing new"},
  };
  QueueHorizon horizon;
  for (const Step& step : steps) {
    horizon.Looked(step.queue, step.all);
    EXPECT_EQ(horizon.after(), step.after) << step.why;
  }
  horizon.Forget();
  EXPECT_EQ(horizon.after(), 0);
}

class Queue : public support::DatabaseTest {
 protected:
  // A look and what follows from it; how many leaves were given places.
  size_t Round() {
    auto queue = storage::ReadLogQueue(sequencer(), 1000, horizon_.after());
    EXPECT_TRUE(queue.ok()) << queue.status();
    if (!queue->pending.empty()) {
      const auto placed = storage::Integrate(sequencer(), queue->size, queue->pending, {});
      EXPECT_TRUE(placed.ok() && *placed) << placed.status();
    }
    horizon_.Looked(*queue, true);
    return queue->pending.size();
  }
  storage::Connection& sequencer() {
    if (!sequencer_) sequencer_ = std::make_unique<storage::Connection>(database().sequencer_conninfo());
    return *sequencer_;
  }

  QueueHorizon horizon_;

 private:
  std::unique_ptr<storage::Connection> sequencer_;
};

TEST_F(Queue, GivesAChangeItsPlaceBeforeThoseThatWaitedForIt) {
  ASSERT_TRUE(database().owner().ExecuteScript("CREATE TABLE row (id int); INSERT INTO row VALUES (0)").ok());
  const std::string change =
      "UPDATE row SET id = id + 1; INSERT INTO audit_leaf (leaf_hash, leaf_data, occurred_time, actor, "
      "action, "
      "decision) SELECT sha256(id::text::bytea), id::text::bytea, now(), 'a', 'b', 'done' FROM row; "
      "INSERT INTO audit_pending SELECT leaf_id, leaf_hash FROM audit_leaf ORDER BY leaf_id DESC LIMIT 1";
  pqxx::connection slow(database().owner_conninfo());
  pqxx::work open(slow);
  open.exec(change);
  // Others go on, and the horizon may not pass the leaf that stands open.
  for (int i = 0; i < 20; ++i) {
    support::AppendLeaf(database().owner(), absl::StrCat("other ", i));
    EXPECT_EQ(Round(), 1u);
  }
  EXPECT_EQ(horizon_.after(), 0);
  open.commit();
  ASSERT_TRUE(database().owner().ExecuteScript(change).ok());
  EXPECT_EQ(Round(), 2u);
  EXPECT_EQ(
      database().Value("SELECT string_agg(convert_from(l.leaf_data, 'UTF8'), ' ' ORDER BY s.tree_index) "
                       "FROM audit_sequence s JOIN audit_leaf l USING (leaf_id) WHERE s.tree_index >= 20"),
      "1 2");
  // Transactions of other tests, in their databases, are waited for, too.
  for (int i = 0; i < 1000 && horizon_.after() <= 20; ++i) {
    support::AppendLeaf(database().owner(), absl::StrCat("later ", i));
    Round();
    absl::SleepFor(absl::Milliseconds(20));
  }
  EXPECT_GT(horizon_.after(), 20) << "it moves on when all have ended";
}

}  // namespace
}  // namespace arasha::server
