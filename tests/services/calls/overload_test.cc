// What could go wrong: too many calls make every caller wait instead of telling some to come again; one
// caller crowds out all others; a statement goes on for a caller who went away; a server that cannot work
// says that it can; a server that is stopped drops what is under way.
#include <gmock/gmock.h>
#include <grpcpp/client_context.h>
#include <gtest/gtest.h>

#include <atomic>
#include <pqxx/result>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/services/requests/raw_call.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::UnorderedElementsAre;
using Stub = v1::Cases::Stub;

class Overload : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.workers = 1;
    options.max_queue = 1;
    return options;
  }

  // Keeps every opening of a case waiting for `seconds`, from when it returns.
  std::thread HoldUp(double seconds) {
    std::thread holder([this, seconds] {
      storage::Connection connection(database().owner_conninfo());
      EXPECT_TRUE(connection
                      .ExecuteScript(absl::StrCat(
                          "LOCK TABLE case_counter IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(", seconds, ")"))
                      .ok());
    });
    EXPECT_TRUE(
        Await("SELECT count(*) > 0 FROM pg_locks WHERE relation = 'case_counter'::regclass AND granted "
              "AND mode = 'AccessExclusiveLock' "
              // Clones of one template share their relations' OIDs, and other tests lock theirs meanwhile.
              "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())",
              absl::Seconds(5)));
    return holder;
  }

  // As the server's own role, which alone may see what its sessions do.
  bool Await(const std::string& condition, absl::Duration at_most) {
    const absl::Time until = absl::Now() + at_most;
    do {
      if (Holds(condition)) return true;
      absl::SleepFor(absl::Milliseconds(20));
    } while (absl::Now() < until);
    return false;
  }
  bool Holds(const std::string& condition) {
    const auto rows = database().server().Execute(
        absl::StrCat("SELECT 1 FROM (SELECT (", condition, ") AS holds) AS c WHERE holds"), {});
    EXPECT_TRUE(rows.ok()) << rows.status();
    return rows.ok() && !rows->empty();
  }

  static constexpr char kWaiting[] =
      "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND "
      "usename = 'arasha_server' AND wait_event_type = 'Lock'";

  RawAnswer Health() { return RawCall(server().As("officer"), "/grpc.health.v1.Health/Check", ""); }
};

// HealthCheckResponse in bytes: field 1, a varint.
const std::string kServing("\x08\x01", 2);
const std::string kNotServing("\x08\x02", 2);

TEST_F(Overload, TellsWhoComesTooManyToComeAgain) {
  Open();  // Connects channel and worker.
  std::thread holder = HoldUp(2.5);
  std::vector<grpc::Status> statuses(4);
  std::vector<std::thread> callers;
  callers.emplace_back([&] { statuses[0] = Try(&Stub::CreateCase, support::OpenDetention()); });
  ASSERT_TRUE(Await(kWaiting, absl::Seconds(20)));
  for (size_t i = 1; i < statuses.size(); ++i) {
    callers.emplace_back([&, i] { statuses[i] = Try(&Stub::CreateCase, support::OpenDetention()); });
  }
  for (std::thread& caller : callers) caller.join();
  holder.join();
  std::vector<std::string> lines;
  for (const grpc::Status& status : statuses) {
    lines.push_back(Line(status));
    if (!status.ok()) {
      EXPECT_EQ(support::Read(status).retry_after, absl::Milliseconds(200));
    }
  }
  constexpr char kOverloaded[] = "RESOURCE_EXHAUSTED/OVERLOADED";
  EXPECT_THAT(lines, UnorderedElementsAre("OK", "OK", kOverloaded, kOverloaded)) << "one runs, one waits";
  EXPECT_EQ(Line(Try(&Stub::CreateCase, support::OpenDetention())), "OK") << "and it is over";
}

class CallsPerMinute : public Overload {
 protected:
  server::Options Options() override {
    server::Options options = Overload::Options();
    options.calls_per_minute = 30;
    return options;
  }
};

TEST_F(CallsPerMinute, AreEachCallersOwn) {
  const auto find_nothing = [this](const std::string& role) {
    v1::GetCaseRequest request;
    request.set_name("missions/IST/cases/IST-2026-999999");
    return Try(&Stub::GetCase, request, role);
  };
  grpc::Status status;
  int calls = 0;
  do {
    status = find_nothing("officer");
  } while (Line(status) == "NOT_FOUND/NOT_FOUND" && ++calls < 100);
  EXPECT_EQ(Line(status), "RESOURCE_EXHAUSTED/RATE_LIMITED");
  EXPECT_GE(calls, 30);
  const absl::Duration wait = support::Read(status).retry_after.value_or(absl::ZeroDuration());
  EXPECT_GT(wait, absl::ZeroDuration());
  EXPECT_LE(wait, absl::Seconds(2));
  EXPECT_EQ(Line(find_nothing("head")), "NOT_FOUND/NOT_FOUND") << "others go on";
  absl::SleepFor(wait);
  EXPECT_EQ(Line(find_nothing("officer")), "NOT_FOUND/NOT_FOUND");
}

class FairQueue : public Overload {
 protected:
  server::Options Options() override {
    server::Options options = Overload::Options();
    options.max_queue = 6;
    return options;
  }
};

TEST_F(FairQueue, WhoFloodsItWaitsBehindItself) {
  Open();  // Connects channel and worker.
  std::thread holder = HoldUp(3);
  std::atomic<int> done = 0;
  // The code that each call got, and how many were answered before it.
  std::vector<std::pair<std::string, int>> flood(8);
  std::pair<std::string, int> other;
  std::vector<std::thread> callers;
  const auto call = [&](std::pair<std::string, int>& answer, const std::string& role) {
    callers.emplace_back([&, role] {
      answer.first = Line(Try(&Stub::CreateCase, support::OpenDetention(), role));
      answer.second = done++;
    });
  };
  call(flood[0], "officer");
  ASSERT_TRUE(Await(kWaiting, absl::Seconds(20)));
  for (size_t i = 1; i < flood.size(); ++i) call(flood[i], "officer");
  // One runs, three wait, four are refused.
  while (done < 4) absl::SleepFor(absl::Milliseconds(10));
  call(other, "head");
  for (std::thread& caller : callers) caller.join();
  holder.join();
  EXPECT_EQ(other.first, "OK") << "half of the queue is for others";
  int behind = 0;
  int refused = 0;
  for (const auto& [line, place] : flood) {
    EXPECT_TRUE(line == "OK" || line == "RESOURCE_EXHAUSTED/OVERLOADED") << line;
    refused += line == "OK" ? 0 : 1;
    behind += place > other.second ? 1 : 0;
  }
  EXPECT_EQ(refused, 4);
  EXPECT_GE(behind, 1) << "callers take turns";
}

TEST_F(Overload, CancelledCallsStopInTheDatabase) {
  Open();
  std::thread holder = HoldUp(3);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(20));
  std::thread canceller([&] {
    EXPECT_TRUE(Await(kWaiting, absl::Seconds(20)));
    context.TryCancel();
  });
  v1::Case response;
  const grpc::Status status = Cases().CreateCase(&context, support::OpenDetention(), &response);
  canceller.join();
  EXPECT_EQ(status.error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(Await(absl::StrCat("NOT (", kWaiting, ")"), absl::Seconds(1))) << "it still waits for the lock";
  holder.join();
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_file"), "1");
}

TEST_F(Overload, CallsPastTheirDeadlineStopInTheDatabase) {
  Open();
  std::thread holder = HoldUp(3);
  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::milliseconds(300));
  v1::Case response;
  const grpc::Status status = Cases().CreateCase(&context, support::OpenDetention(), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_TRUE(Await(absl::StrCat("NOT (", kWaiting, ")"), absl::Seconds(1))) << "it still waits for the lock";
  holder.join();
  EXPECT_EQ(database().Value("SELECT count(*) FROM case_file"), "1");
}

TEST_F(Overload, HealthTellsWhetherTheDatabaseAnswers) {
  EXPECT_EQ(Health().bytes, kServing);
  EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/IST"))), "OK");
  ASSERT_TRUE(Holds("true"));  // Connects, while the database still takes connections.
  // The database takes nobody in, as one does that starts or stops.
  const std::string name = database().Value("SELECT current_database()");
  storage::Connection elsewhere(support::FindEnvironment()->owner);
  const auto let_in = [&](bool allowed) {
    EXPECT_TRUE(
        elsewhere
            .Execute(absl::StrCat("ALTER DATABASE ", name, " ALLOW_CONNECTIONS ", allowed ? "true" : "false"),
                     {})
            .ok());
  };
  let_in(false);
  EXPECT_TRUE(
      database()
          .server()
          .Execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = current_user "
                   "AND datname = current_database() AND pid <> pg_backend_pid()",
                   {})
          .ok());
  const auto becomes = [&](const std::string& expected) {
    for (int i = 0; i < 100 && Health().bytes != expected; ++i) absl::SleepFor(absl::Milliseconds(50));
    return Health().bytes == expected;
  };
  EXPECT_TRUE(becomes(kNotServing));
  const grpc::Status refused = Try(&Stub::ListCases, support::ListCases("missions/IST"));
  EXPECT_EQ(Line(refused), "UNAVAILABLE/DATABASE_UNAVAILABLE");
  EXPECT_TRUE(support::Read(refused).retry_after.has_value());
  let_in(true);
  EXPECT_TRUE(becomes(kServing));
  EXPECT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/IST"))), "OK");
}

TEST_F(Overload, StoppingFinishesWhatIsUnderWayAndTakesNothingNew) {
  Open();
  const auto standing = server().As("head");
  ASSERT_EQ(Line(Try(&Stub::ListCases, support::ListCases("missions/IST"), "head")), "OK");
  std::thread holder = HoldUp(1);
  grpc::Status under_way;
  std::thread caller([&] { under_way = Try(&Stub::CreateCase, support::OpenDetention()); });
  ASSERT_TRUE(Await(kWaiting, absl::Seconds(20)));
  std::thread stopper([&] { server().server().Drain(); });
  absl::SleepFor(absl::Milliseconds(200));
  EXPECT_EQ(Try(&Stub::ListCases, support::ListCases("missions/IST"), "head").error_code(),
            grpc::StatusCode::UNAVAILABLE);
  caller.join();
  stopper.join();
  holder.join();
  EXPECT_EQ(Line(under_way), "OK");
}

}  // namespace
}  // namespace arasha
