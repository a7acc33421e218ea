// What could go wrong: two callers get the same case number, a number is lost to a failed or repeated
// request, or a repeat that races with its first sending opens a second case.
#include <gtest/gtest.h>

#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "storage/postgres/encoding.h"
#include "tests/storage/cases.h"

namespace arasha::storage {
namespace {

using Numbers = CasesTest;

TEST_F(Numbers, HaveNoGapAndNoDoubleUnderManyHands) {
  constexpr int kThreads = 8;
  constexpr int kEach = 50;
  std::mutex mutex;
  std::map<std::string, std::set<int>> serials;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      Connection connection(database().server_conninfo());
      for (int i = 0; i < kEach; ++i) {
        const NewCase opening = Opening((t + i) % 2 == 0 ? "IST" : "WAW");
        const WriteContext context = Writing("CreateCase");
        const auto opened = OpenCase(connection, context, opening);
        ASSERT_TRUE(opened.ok() && *opened) << opened.status();
        if (i % 5 == 0) {  // The answer was lost, the caller sends it again with another draft of the case.
          const auto repeat = OpenCase(connection, context, Opening(opening.row.number.mission));
          ASSERT_TRUE(repeat.ok()) << repeat.status();
          EXPECT_FALSE(repeat->has_value());
        }
        const std::lock_guard lock(mutex);
        EXPECT_TRUE(serials[opening.row.number.mission].insert((*opened)->serial).second)
            << "given twice: " << (*opened)->serial;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const char* mission : {"IST", "WAW"}) {
    ASSERT_EQ(serials[mission].size(), static_cast<size_t>(kThreads * kEach / 2));
    EXPECT_EQ(*serials[mission].begin(), 1);
    EXPECT_EQ(*serials[mission].rbegin(), kThreads * kEach / 2);
  }
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_file"), "400");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf"), "400");
}

TEST_F(Numbers, BeginAnewEachYear) {
  NewCase opening = Opening();
  EXPECT_EQ(Open(database().server(), opening).serial, 1);
  opening = Opening();
  opening.row.number.year = 2027;
  EXPECT_EQ(Open(database().server(), opening).serial, 1);
  EXPECT_EQ(Open(database().server(), Opening()).serial, 2);
}

TEST_F(Numbers, AreNotSpentByAnOpeningThatFails) {
  NewCase broken = Opening();
  broken.row.message.set_type("no.such_type");
  EXPECT_FALSE(OpenCase(database().server(), Writing("CreateCase"), broken).ok());
  EXPECT_EQ(Open(database().server(), Opening()).serial, 1);
  EXPECT_EQ(database().Value("SELECT count(*) FROM request"), "1");
}

TEST_F(Numbers, OneRequestSentSixteenTimesAtOnceOpensOneCase) {
  const WriteContext context = Writing("CreateCase");
  std::atomic<int> opened = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 16; ++t) {
    threads.emplace_back([&] {
      Connection connection(database().server_conninfo());
      const auto serial = OpenCase(connection, context, Opening());
      ASSERT_TRUE(serial.ok()) << serial.status();
      if (*serial) ++opened;
      // Whoever lost can read the winner's answer at once.
      const auto answer = FindAnswer(connection, context, AnswerSeal::kCase);
      ASSERT_TRUE(answer.ok() && *answer) << answer.status();
      EXPECT_EQ((*answer)->response, "the first answer");
      EXPECT_EQ((*answer)->number.serial, 1);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(opened, 1);
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_file"), "1");
  EXPECT_EQ(database().Value("SELECT count(*) FROM entry"), "1");
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf"), "1");
  EXPECT_EQ(database().Value("SELECT last FROM case_counter"), "1");
}

}  // namespace
}  // namespace arasha::storage
