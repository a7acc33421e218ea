// What could go wrong: reads whose leaves are written together answer each other's rows, leave a leaf under
// another's name, none or two; a read is answered before its leaf is in the log; one leaf that cannot be
// written refuses those that came with it.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <array>
#include <atomic>
#include <pqxx/pqxx>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using Stub = v1::Cases::Stub;

// Readers who see each their own case alone, and three connections a reader.
constexpr std::array<std::pair<const char*, const char*>, 2> kReaders = {
    {{"officer", "IST"}, {"officer-waw", "WAW"}}};
constexpr int kThreads = 6;
constexpr int kReads = 40;

class ReadsTogether : public support::SharedServerTest {
 protected:
  server::Options Options() override {
    server::Options options = SharedServerTest::Options();
    options.workers = 8;
    return options;
  }

  int LeavesOf(const std::string& action) {
    return std::stoi(
        database().Value(absl::StrCat("SELECT count(*) FROM audit_leaf WHERE action = '", action, "'")));
  }
};

TEST_F(ReadsTogether, EachIsAnsweredItsOwnCaseAndLeavesItsOwnLeaf) {
  StartAfresh();
  std::array<v1::Case, kReaders.size()> cases;
  for (size_t i = 0; i < kReaders.size(); ++i) {
    v1::CreateCaseRequest opening = support::OpenDetention(kReaders[i].second);
    opening.mutable_case_()->set_summary(absl::StrCat("planted at ", kReaders[i].second));
    cases[i] = Do(&Stub::CreateCase, opening, kReaders[i].first);
    server().As(kReaders[i].first);  // Connections are made by one thread.
  }
  std::atomic<int> wrong{0};
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&, t] {
      const size_t own = t % kReaders.size(), other = (t + 1) % kReaders.size();
      for (int i = 0; i < kReads; ++i) {
        v1::Case got;
        const grpc::Status status =
            Call(&Stub::GetCase, support::Get(cases[own].name()), &got, kReaders[own].first);
        if (!status.ok() || got.summary() != cases[own].summary()) ++wrong;
        v1::ListCasesRequest list = support::ListCases(absl::StrCat("missions/", kReaders[own].second));
        v1::ListCasesResponse listed;
        if (!Call(&Stub::ListCases, list, &listed, kReaders[own].first).ok() || listed.cases_size() != 1 ||
            listed.cases(0).uid() != cases[own].uid()) {
          ++wrong;
        }
        if (Line(Try(&Stub::GetCase, support::Get(cases[other].name()), kReaders[own].first)) !=
            "NOT_FOUND/NOT_FOUND") {
          ++wrong;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, 0);
  // The columns are what leaf_data says of them, as a verifier derives it.
  for (size_t i = 0; i < kReaders.size(); ++i) {
    EXPECT_EQ(
        database().Value(absl::StrCat(
            "SELECT string_agg(concat_ws(' ', action, decision, count), ', ' ORDER BY action, decision) FROM "
            "("
            "SELECT action, decision, count(*) FROM audit_leaf WHERE action IN ('GetCase', 'ListCases') AND "
            "actor = (SELECT created_by FROM case_file WHERE uid = '",
            cases[i].uid(), "') AND ((object_uid = '", cases[i].uid(),
            "') = (decision = 'done') OR action = 'ListCases') GROUP BY 1, 2) AS counted")),
        absl::StrCat("GetCase denied ", kReads * kThreads / 2, ", GetCase done ", kReads * kThreads / 2,
                     ", ListCases done ", kReads * kThreads / 2));
  }
  EXPECT_EQ(database().Value("SELECT count(*) FROM audit_leaf l FULL JOIN audit_secret s USING (leaf_id) "
                             "WHERE l.leaf_id IS NULL OR s.leaf_id IS NULL"),
            "0");
  EXPECT_EQ(database().Value(
                "SELECT count(*) FROM audit_leaf WHERE leaf_hash <> sha256('\\x00'::bytea || leaf_data)"),
            "0");
}

TEST_F(ReadsTogether, NoneIsAnsweredBeforeItsLeafIsWritten) {
  const std::string name = Open().name();
  const int before = LeavesOf("GetCase");
  pqxx::connection holder(database().owner_conninfo());
  pqxx::work transaction(holder);
  transaction.exec("LOCK TABLE audit_secret IN SHARE MODE");
  std::atomic<int> answered{0};
  std::vector<std::thread> threads;
  server().As("officer");
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&] {
      if (Try(&Stub::GetCase, support::Get(name)).ok()) ++answered;
    });
  }
  absl::SleepFor(absl::Seconds(1));
  EXPECT_EQ(answered, 0);
  EXPECT_EQ(LeavesOf("GetCase"), before);
  transaction.commit();
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(answered, 4);
  EXPECT_EQ(LeavesOf("GetCase"), before + 4);
}

TEST_F(ReadsTogether, WhatCannotBeWrittenIsNotAnswered) {
  const std::string name = Open().name();
  RowsAreDamaged("the log takes no leaf of a read");
  ASSERT_TRUE(
      database()
          .owner()
          .ExecuteScript("CREATE FUNCTION refuse_reads() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
                         "RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$;"
                         "CREATE TRIGGER refuse_reads BEFORE INSERT ON audit_leaf FOR EACH ROW "
                         "WHEN (NEW.action = 'GetCase' AND NEW.decision = 'done') "
                         "EXECUTE FUNCTION refuse_reads()")
          .ok());
  v1::Case got;
  const grpc::Status status = Call(&Stub::GetCase, support::Get(name), &got);
  EXPECT_FALSE(status.ok());
  EXPECT_TRUE(got.name().empty());
  // Others are not held up by it.
  Do(&Stub::ListCases, support::ListCases("missions/IST"));
}

}  // namespace
}  // namespace arasha
