// What could go wrong: two servers run a job twice in its period, or none does after one was killed; a job
// that fails is tried without end and pause, or never again; one that lost its lease goes on; a role takes
// another's job; nobody sees that a job does not get done.
#include "services/jobs/job_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <memory>
#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "storage/jobs/jobs.h"
#include "tests/support/test_server.h"

namespace arasha::jobs {
namespace {

using storage::FinishJob;
using storage::JobTime;
using storage::KeepJob;
using storage::TakeJob;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// Longer than a runner takes to look for work twice.
constexpr absl::Duration kSeveralLooks = absl::Milliseconds(2500);

void RunScript(support::TestDatabase& database, const std::string& sql) {
  const absl::Status status = database.owner().ExecuteScript(sql);
  EXPECT_TRUE(status.ok()) << status;
}

bool Until(support::TestDatabase& database, const std::string& condition) {
  for (const absl::Time end = absl::Now() + absl::Seconds(20); absl::Now() < end;
       absl::SleepFor(absl::Milliseconds(20))) {
    if (database.Value("SELECT " + condition) == "t") return true;
  }
  ADD_FAILURE() << "this does not come true: " << condition;
  return false;
}

class JobRunners : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    ASSERT_FALSE(HasFatalFailure());
    Script("INSERT INTO job (name, role) VALUES ('count', 'arasha_server')");
  }

  void Script(const std::string& sql) { RunScript(database(), sql); }
  // Waits until something is true of the row of "count".
  bool Becomes(const std::string& condition) {
    return Until(database(), absl::StrCat("(", condition, ") FROM job WHERE name = 'count'"));
  }
  std::string Of(const std::string& column) {
    return database().Value(absl::StrCat("SELECT ", column, " FROM job WHERE name = 'count'"));
  }
  void MakeDue() { Script("UPDATE job SET next_run_time = now() WHERE name = 'count'"); }

  std::unique_ptr<JobRunner> Start(const std::string& instance,
                                   std::function<absl::Status(jobs::Run&)> work) {
    return std::make_unique<JobRunner>(
        database().server_conninfo(), instance,
        std::vector<Job>{{.name = "count", .every = absl::Hours(1), .work = std::move(work)}}, metrics_);
  }
  std::string Metric(const std::string& name, const std::string& outcome = "") {
    for (const auto& family : metrics_.registry()->Collect()) {
      if (family.name != name) continue;
      for (const auto& metric : family.metric) {
        for (const auto& label : metric.label) {
          if (label.value == (outcome.empty() ? "count" : outcome)) {
            return absl::StrCat(static_cast<int64_t>(metric.gauge.value + metric.counter.value));
          }
        }
      }
    }
    return "none";
  }

  std::atomic<int> runs_ = 0;
  // Counts, and does no more.
  const std::function<absl::Status(jobs::Run&)> count_ = [this](jobs::Run& run) {
    ++runs_;
    run.Did(3);
    return absl::OkStatus();
  };

 private:
  server::Metrics metrics_;
};

TEST_F(JobRunners, RunAJobOnceInItsPeriodTogether) {
  const auto one = Start("one", count_);
  const auto two = Start("two", count_);
  for (int period = 1; period <= 3; ++period) {
    if (period > 1) MakeDue();
    EXPECT_TRUE(Becomes("outcome = 'done' AND next_run_time > now() + interval '59 minutes'"));
    EXPECT_EQ(runs_, period);
    absl::SleepFor(kSeveralLooks);
    EXPECT_EQ(runs_, period);
  }
  EXPECT_EQ(Of("pieces"), "3");
}

TEST_F(JobRunners, OneAloneIsGivenAJob) {
  storage::Connection& server = database().server();
  EXPECT_TRUE(*TakeJob(server, "count", "one", JobTime::kDue));
  EXPECT_FALSE(*TakeJob(server, "count", "two", JobTime::kDue));
  EXPECT_FALSE(*TakeJob(server, "count", "two", JobTime::kNow));
  EXPECT_TRUE(*KeepJob(server, "count", "one", 5));
  EXPECT_FALSE(*KeepJob(server, "count", "two", 6));
  EXPECT_EQ(Of("pieces"), "5");
  EXPECT_FALSE(*FinishJob(server, "count", "two", true, 6, absl::Hours(1)));
  EXPECT_TRUE(*FinishJob(server, "count", "one", true, 7, absl::Hours(1)));
  EXPECT_FALSE(*TakeJob(server, "count", "two", JobTime::kDue)) << "it is not due";
  EXPECT_TRUE(*TakeJob(server, "count", "two", JobTime::kNow));
  EXPECT_TRUE(storage::ReturnJob(server, "count", "two").ok());
  EXPECT_EQ(Of("leased_by"), "");
}

TEST_F(JobRunners, TakeOverFromOneThatWasKilled) {
  ASSERT_TRUE(*TakeJob(database().server(), "count", "killed", JobTime::kDue));
  const auto runner = Start("one", count_);
  absl::SleepFor(kSeveralLooks);
  EXPECT_EQ(runs_, 0) << "it may be alive";
  Script("UPDATE job SET leased_until = now() - interval '1 second' WHERE name = 'count'");
  EXPECT_TRUE(Becomes("outcome = 'done'"));
  EXPECT_EQ(runs_, 1);
  EXPECT_FALSE(*KeepJob(database().server(), "count", "killed", 0));
  EXPECT_FALSE(*FinishJob(database().server(), "count", "killed", false, 0, absl::Hours(1)));
  EXPECT_EQ(Of("outcome"), "done");
}

TEST_F(JobRunners, LetAFailingJobRestLongerEachTime) {
  std::atomic<bool> mended = false;
  const auto runner = Start("one", [&](jobs::Run& run) {
    const absl::Status counted = count_(run);
    return mended ? counted : absl::UnavailableError("nobody there");
  });
  EXPECT_TRUE(Becomes("failures = 1 AND outcome = 'failed'"));
  EXPECT_EQ(Of("next_run_time BETWEEN end_time + interval '30 s' AND end_time + interval '31 s'"), "t");
  absl::SleepFor(kSeveralLooks);
  EXPECT_EQ(runs_, 1) << "it rests";
  MakeDue();
  EXPECT_TRUE(Becomes("failures = 2"));
  EXPECT_EQ(Of("next_run_time BETWEEN end_time + interval '60 s' AND end_time + interval '61 s'"), "t");
  Script("UPDATE job SET failures = 1000 WHERE name = 'count'");
  MakeDue();
  EXPECT_TRUE(Becomes("failures = 1001"));
  EXPECT_EQ(Of("next_run_time <= end_time + interval '1 hour'"), "t");
  EXPECT_EQ(Of("success_time"), "");
  EXPECT_EQ(Metric("arasha_job_runs_total", "failed"), "3");
  mended = true;
  MakeDue();
  EXPECT_TRUE(Becomes("failures = 0 AND outcome = 'done' AND success_time = end_time"));
}

TEST_F(JobRunners, GiveBackWhatTheyCannotFinish) {
  auto runner = Start("one", [&](jobs::Run& run) {
    ++runs_;
    while (run.KeepGoing()) absl::SleepFor(absl::Milliseconds(10));
    return absl::CancelledError("stopped");
  });
  EXPECT_TRUE(Becomes("leased_by = 'one'"));
  runner.reset();
  EXPECT_EQ(Of("leased_by"), "");
  EXPECT_EQ(Of("next_run_time <= now() AND outcome IS NULL AND failures = 0"), "t");
  EXPECT_EQ(Metric("arasha_job_runs_total", "given back"), "1");
}

TEST_F(JobRunners, StopWhatTheDatabaseDoesForThem) {
  auto runner = Start(
      "one", [](jobs::Run& run) { return run.connection().Execute("SELECT pg_sleep(50)", {}).status(); });
  EXPECT_TRUE(Becomes("leased_by = 'one'"));
  const absl::Time stopped = absl::Now();
  runner.reset();
  EXPECT_LT(absl::Now() - stopped, absl::Seconds(5));
  EXPECT_EQ(Of("leased_by"), "");
}

TEST_F(JobRunners, EndARunWhoseLeaseIsAnothers) {
  std::atomic<bool> ended = false;
  const auto runner = Start("one", [&](jobs::Run& run) {
    while (run.KeepGoing()) absl::SleepFor(absl::Milliseconds(10));
    ended = true;
    return absl::OkStatus();
  });
  EXPECT_TRUE(Becomes("leased_by = 'one'"));
  Script("UPDATE job SET leased_by = 'two' WHERE name = 'count'");
  for (int i = 0; i < 1000 && !ended; ++i) absl::SleepFor(absl::Milliseconds(10));
  EXPECT_TRUE(ended);
  absl::SleepFor(kSeveralLooks);
  EXPECT_EQ(Of("leased_by"), "two");
  EXPECT_EQ(Of("outcome"), "");
  EXPECT_EQ(Metric("arasha_job_runs_total", "lost"), "1");
}

TEST_F(JobRunners, TellMetrics) {
  std::atomic<bool> go_on = false;
  const auto runner = Start("one", [&](jobs::Run& run) {
    while (!go_on) absl::SleepFor(absl::Milliseconds(10));
    return count_(run);
  });
  EXPECT_TRUE(Becomes("leased_by = 'one'"));
  // The lease is extended meanwhile.
  EXPECT_TRUE(Becomes("leased_until > start_time + interval '31 seconds'"));
  EXPECT_EQ(Metric("arasha_job_running"), "1");
  EXPECT_EQ(Metric("arasha_job_success_seconds"), "0");
  go_on = true;
  EXPECT_TRUE(Becomes("outcome = 'done'"));
  absl::SleepFor(kSeveralLooks);
  EXPECT_EQ(Metric("arasha_job_running"), "0");
  EXPECT_EQ(Metric("arasha_job_runs_total", "done"), "1");
  EXPECT_EQ(Metric("arasha_job_success_seconds"), Of("extract(epoch FROM success_time)::bigint"));
}

TEST_F(JobRunners, TakeTheirOwnRolesJobsAlone) {
  const auto names = [](storage::Connection& connection) {
    std::vector<std::string> found;
    const auto rows = storage::ReadJobs(connection);
    EXPECT_TRUE(rows.ok()) << rows.status();
    if (rows.ok()) {
      for (const storage::JobRow& row : *rows) found.push_back(row.name);
    }
    return found;
  };
  storage::Connection reporter(database().reporter_conninfo());
  EXPECT_THAT(names(database().server()),
              UnorderedElementsAre("count", "forget_answers", "recount_deadlines", "give_warnings"));
  EXPECT_THAT(names(reporter), ElementsAre("order_scheduled_reports"));
  EXPECT_FALSE(*TakeJob(database().server(), "erase_cases", "one", JobTime::kNow));
  EXPECT_FALSE(*TakeJob(reporter, "erase_cases", "one", JobTime::kNow));
  EXPECT_TRUE(*TakeJob(database().owner(), "erase_cases", "one", JobTime::kNow));
}

class ServersJobs : public support::ServerTest {
 protected:
  server::Options Options() override {
    server::Options options = ServerTest::Options();
    options.reporter_database = database().reporter_conninfo();
    return options;
  }
};

TEST_F(ServersJobs, AreDone) {
  RowsAreDamaged("days pass at once");
  Open();
  RunScript(database(), "UPDATE job SET next_run_time = now() WHERE name = 'give_warnings'");
  EXPECT_TRUE(Until(database(), "bool_and((success_time IS NULL) = (role = 'arasha_owner')) FROM job"))
      << "a job has no row, or a row no job";
  EXPECT_EQ(database().Value("SELECT count(*) FROM request"), "1");
  RunScript(database(), R"sql(
UPDATE request SET create_time = now() - interval '3 days';
UPDATE job SET next_run_time = now() WHERE name = 'forget_answers')sql");
  EXPECT_TRUE(Until(database(), "pieces = 1 AND outcome = 'done' FROM job WHERE name = 'forget_answers'"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM request"), "0");
}

}  // namespace
}  // namespace arasha::jobs
