// What could go wrong: a connection that PostgreSQL dropped stays broken; a statement outlives its caller;
// a cancellation hits the next call's statement; an error shows PostgreSQL's words.
#include "storage/postgres/connection.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <pqxx/result>
#include <set>
#include <thread>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Connections : public support::DatabaseTest {
 protected:
  // The backend behind a connection.
  static std::string Backend(Connection& connection) {
    const auto result = connection.Execute("SELECT pg_backend_pid()", {});
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? result->front()[0].c_str() : "0";
  }

  void Terminate(const std::string& backend) {
    EXPECT_EQ(database().Value(absl::StrCat("SELECT pg_terminate_backend(", backend, ", 5000)")), "t");
  }

  void AwaitSleep() {
    for (int i = 0; i < 500; ++i) {
      if (database().Value("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep' "
                           "AND datname = current_database()") != "0")
        return;
      absl::SleepFor(absl::Milliseconds(10));
    }
    ADD_FAILURE() << "no statement sleeps";
  }
};

TEST_F(Connections, HealWhenTheirIdleBackendIsKilled) {
  Connection connection(database().owner_conninfo());
  EXPECT_FALSE(connection.healthy()) << "nothing was tried yet";
  const std::string before = Backend(connection);
  EXPECT_TRUE(connection.healthy());
  Terminate(before);
  EXPECT_NE(Backend(connection), before);
  EXPECT_TRUE(connection.healthy());
}

TEST_F(Connections, RunTheStatementAgainWhenItsBackendIsKilled) {
  Connection connection(database().owner_conninfo());
  const std::string before = Backend(connection);
  std::thread killer([&] {
    AwaitSleep();
    Terminate(before);
  });
  const auto result = connection.Execute("SELECT 7 FROM pg_sleep(0.4)", {});
  killer.join();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_STREQ(result->front()[0].c_str(), "7");
}

// The sockets that this process holds open.
std::set<int> Sockets() {
  std::set<int> open;
  for (int descriptor = 0; descriptor < 1024; ++descriptor) {
    struct stat status = {};
    if (fstat(descriptor, &status) == 0 && S_ISSOCK(status.st_mode)) open.insert(descriptor);
  }
  return open;
}

// Nobody is left then to give a SQLSTATE.
TEST_F(Connections, RunTheStatementAgainWhenTheLinkBreaks) {
  Connection connection(database().owner_conninfo());
  const std::set<int> others = Sockets();
  const std::string before = Backend(connection);
  std::set<int> own = Sockets();
  for (const int other : others) own.erase(other);
  ASSERT_EQ(own.size(), 1U);
  std::thread breaker([&] {
    AwaitSleep();
    shutdown(*own.begin(), SHUT_RDWR);
  });
  const auto result = connection.Execute("SELECT pg_backend_pid() FROM pg_sleep(0.4)", {});
  breaker.join();
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_NE(result->front()[0].c_str(), before);
}

TEST_F(Connections, EndTheStatementWhenTheDeadlinePasses) {
  Connection connection(database().server_conninfo());
  const absl::Time began = absl::Now();
  connection.BeginCall(1, began + absl::Milliseconds(200));
  const auto result = connection.Execute("SELECT pg_sleep(20)", {});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kDeadlineExceeded) << result.status();
  EXPECT_EQ(ReasonOf(result.status()), v1::ERROR_REASON_DEADLINE_EXCEEDED);
  EXPECT_LT(absl::Now() - began, absl::Seconds(3));
  connection.EndCall();
  EXPECT_TRUE(connection.Execute("SELECT pg_sleep(0.5)", {}).ok()) << "the time-out outlived its call";
}

TEST_F(Connections, DoNotEvenBeginWhenTheDeadlineIsPast) {
  Connection connection("host=192.0.2.1 dbname=none");
  connection.BeginCall(1, absl::Now() - absl::Seconds(1));
  EXPECT_EQ(connection.Execute("SELECT 1", {}).status().code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(Connections, EndTheStatementWhenTheCallIsCancelled) {
  Connection connection(database().owner_conninfo());
  connection.BeginCall(7, absl::Now() + absl::Seconds(20));
  std::thread canceller([&] {
    AwaitSleep();
    connection.Cancel(8);  // Another call's; must not touch this one.
    connection.Cancel(7);
  });
  const absl::Time began = absl::Now();
  const auto result = connection.Execute("SELECT pg_sleep(15)", {});
  canceller.join();
  EXPECT_EQ(result.status().code(), absl::StatusCode::kCancelled) << result.status();
  EXPECT_LT(absl::Now() - began, absl::Seconds(6));
  // Nothing more runs for that call; the next one is served.
  EXPECT_EQ(connection.Execute("SELECT 1", {}).status().code(), absl::StatusCode::kCancelled);
  connection.EndCall();
  EXPECT_TRUE(connection.Execute("SELECT 1", {}).ok()) << "what serves no call was not cancelled";
  connection.BeginCall(9, absl::Now() + absl::Seconds(20));
  connection.Cancel(7);
  EXPECT_TRUE(connection.Execute("SELECT 1", {}).ok());
}

TEST_F(Connections, SayTheDatabaseIsUnreachableWhenItIs) {
  Connection connection("host=127.0.0.1 port=1 dbname=none user=nobody");
  const auto result = connection.Execute("SELECT 1", {});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(ReasonOf(result.status()), v1::ERROR_REASON_DATABASE_UNAVAILABLE);
  EXPECT_FALSE(connection.healthy());
}

TEST_F(Connections, KeepPostgresWordsOutOfTheMessage) {
  const auto result = database().server().Execute("SELECT 'Сағындықов' FROM no_such_table", {});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kInternal);
  EXPECT_THAT(std::string(result.status().message()), Not(HasSubstr("no_such_table")));
  ASSERT_TRUE(result.status().GetPayload(kDetailPayload).has_value());
  EXPECT_THAT(std::string(*result.status().GetPayload(kDetailPayload)), HasSubstr("no_such_table"));
  EXPECT_TRUE(database().server().Execute("SELECT 1", {}).ok()) << "a refused statement broke the connection";
}

TEST_F(Connections, PassParametersAsTheyAre) {
  const auto result = database().server().Execute("SELECT $1::text, $2::text, $3::text",
                                                  {"'; DROP TABLE case_file; --", std::nullopt, ""});
  ASSERT_TRUE(result.ok()) << result.status();
  EXPECT_STREQ(result->front()[0].c_str(), "'; DROP TABLE case_file; --");
  EXPECT_TRUE(result->front()[1].is_null());
  EXPECT_FALSE(result->front()[2].is_null());
}

TEST_F(Connections, HoldOnlySoManyPreparedStatements) {
  for (int i = 0; i < 300; ++i) {
    const auto result = database().server().Execute(absl::StrCat("SELECT ", i, " + $1::int"), {"1"});
    ASSERT_TRUE(result.ok()) << result.status();
    EXPECT_EQ(result->front()[0].c_str(), absl::StrCat(i + 1));
  }
  const auto held = database().server().Execute("SELECT count(*) FROM pg_prepared_statements", {});
  ASSERT_TRUE(held.ok());
  EXPECT_LE(std::stoi(held->front()[0].c_str()), 100);
}

TEST_F(Connections, RunAScriptWhollyOrNotAtAll) {
  EXPECT_TRUE(database().owner().ExecuteScript("CREATE TABLE a (x int); INSERT INTO a VALUES (1)").ok());
  EXPECT_FALSE(database().owner().ExecuteScript("INSERT INTO a VALUES (2); SELECT no_such_column").ok());
  EXPECT_EQ(database().Value("SELECT string_agg(x::text, ',') FROM a"), "1");
}

TEST_F(Connections, WaitForALockOnlySoLong) {
  Connection holder(database().owner_conninfo());
  ASSERT_TRUE(holder.Execute("SELECT pg_advisory_lock(1)", {}).ok());
  Connection waiter(database().owner_conninfo());
  waiter.BeginCall(1, absl::Now() + absl::Seconds(1));
  const auto result = waiter.Execute("SELECT pg_advisory_lock(1)", {});
  EXPECT_EQ(result.status().code(), absl::StatusCode::kDeadlineExceeded) << result.status();
}

}  // namespace
}  // namespace arasha::storage
