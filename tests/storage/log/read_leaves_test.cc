#include "storage/log/read_leaves.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

using Batches = std::vector<std::vector<std::string>>;

// Writes leaves as the tests say, and remembers which came together.
class ToldLog {
 public:
  // Fails whatever has one of these in it.
  explicit ToldLog(std::set<std::string> unwritable = {}) : unwritable_(std::move(unwritable)) {}

  LeafGroup::Writing Writing() {
    return [this](const std::vector<const ReadLeaf*>& leaves) {
      std::vector<std::string> batch;
      absl::Status written;
      for (const ReadLeaf* leaf : leaves) {
        batch.push_back(leaf->head);
        if (unwritable_.contains(leaf->head)) written = absl::InvalidArgumentError(leaf->head);
      }
      absl::MutexLock lock(&mutex_);
      batches_.push_back(std::move(batch));
      return written;
    };
  }

  Batches batches() const {
    absl::MutexLock lock(&mutex_);
    return batches_;
  }

 private:
  const std::set<std::string> unwritable_;
  mutable absl::Mutex mutex_;
  Batches batches_ ABSL_GUARDED_BY(mutex_);
};

// Writes a leaf to this group until it is let go.
class Held {
 public:
  explicit Held(LeafGroup& group)
      : thread_([this, &group] {
          EXPECT_TRUE(group
                          .Write({"first", ""}, absl::InfiniteFuture(),
                                 [this](const std::vector<const ReadLeaf*>&) {
                                   writing_.Notify();
                                   let_go_.WaitForNotification();
                                   return absl::OkStatus();
                                 })
                          .ok());
        }) {
    writing_.WaitForNotification();
  }
  void LetGo() {
    let_go_.Notify();
    thread_.join();
  }

 private:
  absl::Notification writing_;
  absl::Notification let_go_;
  std::thread thread_;
};

// What became of leaves 0 to `count` - 1 that came in this order while another was being written.
std::vector<absl::Status> WriteTogether(LeafGroup& group, ToldLog& log, size_t count) {
  Held held(group);
  std::vector<absl::Status> statuses(count);
  std::vector<std::thread> threads;
  for (size_t i = 0; i < count; ++i) {
    threads.emplace_back([&, i] {
      statuses[i] = group.Write({absl::StrCat(i), ""}, absl::InfiniteFuture(), log.Writing());
    });
    while (group.waiting() <= i) absl::SleepFor(absl::Milliseconds(1));
  }
  held.LetGo();
  for (std::thread& thread : threads) thread.join();
  return statuses;
}

TEST(LeafGroup, WritesALoneLeafAtOnce) {
  LeafGroup group;
  ToldLog log;
  EXPECT_TRUE(group.Write({"a", ""}, absl::InfiniteFuture(), log.Writing()).ok());
  EXPECT_TRUE(group.Write({"b", ""}, absl::InfiniteFuture(), log.Writing()).ok());
  EXPECT_EQ(log.batches(), (Batches{{"a"}, {"b"}}));
}

TEST(LeafGroup, WritesTogetherWhatCameMeanwhile) {
  LeafGroup group;
  ToldLog log;
  for (const absl::Status& status : WriteTogether(group, log, 5)) EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(log.batches(), (Batches{{"0", "1", "2", "3", "4"}}));
}

TEST(LeafGroup, WritesNoMoreAtOnceThanItMay) {
  LeafGroup group;
  ToldLog log;
  const size_t count = LeafGroup::kMost + 2;
  for (const absl::Status& status : WriteTogether(group, log, count)) EXPECT_TRUE(status.ok()) << status;
  const Batches batches = log.batches();
  ASSERT_EQ(batches.size(), 2);
  EXPECT_EQ(batches[0].size(), LeafGroup::kMost);
  EXPECT_THAT(batches[1], testing::ElementsAre(absl::StrCat(count - 2), absl::StrCat(count - 1)));
}

TEST(LeafGroup, RefusesNobodyForAnothersLeaf) {
  LeafGroup group;
  ToldLog log({"1"});
  const std::vector<absl::Status> statuses = WriteTogether(group, log, 3);
  EXPECT_TRUE(statuses[0].ok());
  EXPECT_EQ(statuses[1], absl::InvalidArgumentError("1"));
  EXPECT_TRUE(statuses[2].ok());
  Batches batches = log.batches();
  ASSERT_EQ(batches.size(), 4);
  EXPECT_THAT(batches[0], testing::ElementsAre("0", "1", "2"));
  batches.erase(batches.begin());
  EXPECT_THAT(batches, testing::UnorderedElementsAre(testing::ElementsAre("0"), testing::ElementsAre("1"),
                                                     testing::ElementsAre("2")));
}

TEST(LeafGroup, KeepsNobodyBeyondItsDeadline) {
  LeafGroup group;
  ToldLog log;
  Held held(group);
  std::thread patient([&] {
    EXPECT_TRUE(group.Write({"patient", ""}, absl::InfiniteFuture(), log.Writing()).ok());
  });
  while (group.waiting() < 1) absl::SleepFor(absl::Milliseconds(1));
  const absl::Status late = group.Write({"late", ""}, absl::Now() + absl::Milliseconds(20), log.Writing());
  EXPECT_TRUE(absl::IsDeadlineExceeded(late)) << late;
  held.LetGo();
  patient.join();
  EXPECT_EQ(log.batches(), (Batches{{"patient"}}));
}

class Reads : public CasesTest {
 protected:
  std::string Leaves() { return database().Value("SELECT count(*) FROM audit_leaf"); }
};

TEST_F(Reads, GiveNoRowsToWhoWritesNoLeaf) {
  constexpr absl::string_view kSql =
      "SELECT 'a name', audit_read($2::leaf_head, NULL, NULL, ''::bytea) AS read FROM caller WHERE known";
  const AuditContext context = Reading("GetCase");
  const std::string before = Leaves();
  const auto bare = database().server().ExecuteAs(context.access, kSql, {LeafHead(context)});
  EXPECT_TRUE(absl::IsInternal(bare.status())) << bare.status();
  EXPECT_EQ(Leaves(), before);
  const auto read = Read(database().server(), context, kSql, {});
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_STREQ(read->front()[0].c_str(), "a name");
  EXPECT_EQ(Leaves(), absl::StrCat(std::stoi(before) + 1));
}

}  // namespace
}  // namespace arasha::storage
