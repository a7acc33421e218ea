// What could go wrong: two servers make the same report, one that died keeps it for ever, a cancelled one
// goes on, one is given up for a fault that passes, a scheduled one is ordered twice, or its files are not
// what their hashes say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "services/reports/make_report.h"
#include "services/reports/report_worker.h"
#include "storage/postgres/encoding.h"
#include "storage/reports/report_jobs.h"
#include "storage/reports/report_rows.h"
#include "tests/support/test_database.h"

namespace arasha::reports {
namespace {

using storage::TakeReport;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kUid[] = "01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de";

class Jobs : public support::DatabaseTest {
 protected:
  void SetUp() override {
    DatabaseTest::SetUp();
    reporter_ = std::make_unique<storage::Connection>(database().reporter_conninfo());
    ASSERT_TRUE(database()
                    .owner()
                    .ExecuteScript("INSERT INTO audit_checkpoint (origin, size, root, note)"
                                   " VALUES ('arasha.example/audit', 0, sha256(''), 'note')")
                    .ok());
  }

  void Order(const std::string& kind) {
    const absl::Status ordered = database().owner().ExecuteScript(absl::StrCat(
        "INSERT INTO report (uid, kind, parameters, language, start_time, end_time, audience, requested_by, "
        "create_time) VALUES ('",
        kUid, "', '", kind,
        "', '{\"time_zone\": \"UTC\"}', 'kk', '2026-11-01', '2026-12-01', 'r:*', 'staff/g.tulegenova',"
        " now())"));
    ASSERT_TRUE(ordered.ok()) << ordered;
  }
  std::string StateOf() { return database().Value("SELECT state FROM report"); }
  void Script(const std::string& sql) {
    const absl::Status status = database().owner().ExecuteScript(sql);
    ASSERT_TRUE(status.ok()) << status;
  }

  std::unique_ptr<storage::Connection> reporter_;
};

TEST_F(Jobs, OneServerTakesAReport) {
  Order("statistics");
  auto first = TakeReport(*reporter_, "one");
  ASSERT_TRUE(first.ok()) << first.status();
  ASSERT_TRUE(first->has_value());
  EXPECT_EQ((*first)->report.order().kind(), v1::REPORT_KIND_STATISTICS);
  EXPECT_EQ((*first)->report.order().language(), "kk");
  auto second = TakeReport(*reporter_, "two");
  ASSERT_TRUE(second.ok());
  EXPECT_FALSE(second->has_value());
  EXPECT_TRUE(*storage::KeepReport(*reporter_, "one", kUid, 40));
  EXPECT_FALSE(*storage::KeepReport(*reporter_, "two", kUid, 50));
  EXPECT_EQ(database().Value("SELECT progress FROM report"), "40");
}

TEST_F(Jobs, AnExpiredLeaseIsTakenOverAFewTimes) {
  Order("statistics");
  for (int attempt = 0; attempt < storage::kReportAttempts; ++attempt) {
    ASSERT_TRUE(TakeReport(*reporter_, absl::StrCat("server", attempt))->has_value()) << attempt;
    Script("UPDATE report SET leased_until = now() - interval '1 second'");
  }
  EXPECT_FALSE(TakeReport(*reporter_, "last")->has_value());
  EXPECT_EQ(StateOf(), "failed");
}

TEST_F(Jobs, APostponedReportRestsLongerEachTimeAndIsTriedAFewTimes) {
  Order("statistics");
  for (int attempt = 1; attempt < storage::kReportAttempts; ++attempt) {
    ASSERT_TRUE(TakeReport(*reporter_, "one")->has_value()) << attempt;
    EXPECT_FALSE(*storage::PostponeReport(*reporter_, "two", kUid)) << "it is not its report";
    EXPECT_TRUE(*storage::PostponeReport(*reporter_, "one", kUid));
    EXPECT_EQ(StateOf(), "queued");
    const int64_t rest = absl::ToInt64Seconds(storage::kReportRest) * (attempt == 1 ? 1 : 4);
    EXPECT_EQ(
        database().Value(absl::StrCat("SELECT leased_until BETWEEN now() + interval '", rest - 10,
                                      " seconds' AND now() + interval '", rest, " seconds' FROM report")),
        "t");
    EXPECT_FALSE(TakeReport(*reporter_, "two")->has_value()) << "it rests";
    Script("UPDATE report SET leased_until = now() - interval '1 second'");
  }
  ASSERT_TRUE(TakeReport(*reporter_, "one")->has_value());
  EXPECT_FALSE(*storage::PostponeReport(*reporter_, "one", kUid)) << "that was the last attempt";
  EXPECT_TRUE(*storage::FailReport(*reporter_, "one", kUid));
  EXPECT_EQ(StateOf(), "failed");
}

TEST_F(Jobs, TheWorkerTriesAgainWhatMayPassAndFailsWhatDoesNot) {
  Order("statistics");
  Script("ALTER TABLE audit_checkpoint DISABLE TRIGGER append_only; DELETE FROM audit_checkpoint");
  absl::Notification postponed;
  absl::Notification made;
  const auto work = [&](absl::Notification& told, ReportWorker::Outcome expected) {
    ReportWorker worker(
        database().reporter_conninfo(), "one", keys().server_keys(),
        [](const std::string&) { return std::string(); }, nullptr,
        [&](const std::string&, const absl::Status& status, ReportWorker::Outcome outcome) {
          EXPECT_EQ(outcome, expected) << status;
          told.Notify();
        });
    ASSERT_TRUE(told.WaitForNotificationWithTimeout(absl::Seconds(60)));
  };
  work(postponed, ReportWorker::Outcome::kTriedAgain);
  EXPECT_EQ(StateOf(), "queued");
  Script(
      "INSERT INTO audit_checkpoint (origin, size, root, note)"
      " VALUES ('arasha.example/audit', 0, sha256(''), 'note');"
      "UPDATE report SET leased_until = now() - interval '1 second'");
  work(made, ReportWorker::Outcome::kMade);
  EXPECT_EQ(StateOf(), "done");
  EXPECT_EQ(database().Value("SELECT attempts FROM report"), "2");
  absl::Notification failed;
  Script(
      "DELETE FROM report_file; DELETE FROM report;"
      "INSERT INTO report (uid, kind, parameters, language, start_time, end_time, audience, requested_by,"
      " create_time) VALUES (gen_random_uuid(), 'access_to_case',"
      " '{\"time_zone\": \"UTC\", \"case\": \"missions/IST/cases/IST-2026-999999\"}', 'kk', '2026-11-01',"
      " '2026-12-01', 'r:*', 'staff/g.tulegenova', now())");
  work(failed, ReportWorker::Outcome::kFailed);
  EXPECT_EQ(StateOf(), "failed") << "there is no such case, and there will be none";
}

TEST_F(Jobs, ACancelledReportIsNobodysAnyMore) {
  Order("statistics");
  ASSERT_TRUE(TakeReport(*reporter_, "one")->has_value());
  Script("UPDATE report SET state = 'cancelled', finish_time = now()");
  EXPECT_FALSE(*storage::KeepReport(*reporter_, "one", kUid, 10));
  EXPECT_FALSE(*storage::FinishReport(*reporter_, "one", kUid, {"origin", 1, {}}));
  EXPECT_EQ(StateOf(), "cancelled");
}

TEST_F(Jobs, AScheduleOrdersEveryPeriodOnce) {
  Script(R"sql(
INSERT INTO report_schedule (uid, kind, parameters, language, interval, audience, requested_by, create_time,
  next_time)
VALUES (gen_random_uuid(), 'statistics', '{"time_zone": "Europe/Warsaw"}', 'en', 'month', 'r:*', 'staff/g.tulegenova',
  now(), '2026-03-31 22:00+00'))sql");
  auto ordered = storage::OrderScheduledReports(*reporter_);
  ASSERT_TRUE(ordered.ok()) << ordered.status();
  EXPECT_EQ(*ordered, 1);
  // March in Warsaw begins in winter time and ends in summer time.
  EXPECT_EQ(database().Value("SELECT start_time AT TIME ZONE 'UTC' FROM report"), "2026-02-28 23:00:00");
  EXPECT_EQ(database().Value("SELECT end_time AT TIME ZONE 'UTC' FROM report"), "2026-03-31 22:00:00");
  EXPECT_EQ(database().Value("SELECT next_time AT TIME ZONE 'UTC' FROM report_schedule"),
            "2026-04-30 22:00:00");
  Script("UPDATE report_schedule SET next_time = '2026-03-31 22:00+00'");
  EXPECT_EQ(*storage::OrderScheduledReports(*reporter_), 0) << "that period's report was ordered";
}

TEST_F(Jobs, AReportOfAPeriodThatIsNotOverSaysSo) {
  reports::Order order;
  order.uid = kUid;
  order.kind = v1::REPORT_KIND_WORKLOAD;
  order.zone = absl::UTCTimeZone();
  order.start = absl::FromCivil(absl::CivilDay(2026, 11, 1), order.zone);
  order.end = absl::FromCivil(absl::CivilDay(2026, 12, 1), order.zone);
  const auto subtitle_at = [&](absl::Time made_at) {
    order.made_at = made_at;
    const auto made = MakeReport(
        *reporter_, *keys().server_keys(), order, [](const std::string&) { return std::string(); },
        [](int) { return true; });
    EXPECT_TRUE(made.ok()) << made.status();
    return made.ok() ? (*made)->document.subtitle : std::string();
  };
  EXPECT_THAT(subtitle_at(order.end - absl::Seconds(1)), EndsWith(", as of 2026-11-30\u00a023:59"));
  EXPECT_THAT(subtitle_at(order.end), Not(HasSubstr("as of")));
}

TEST_F(Jobs, TheWorkerMakesEveryFile) {
  Order("deadlines");
  absl::Notification made;
  std::string signed_text;
  {
    ReportWorker worker(
        database().reporter_conninfo(), "one", keys().server_keys(),
        [](const std::string&) { return std::string(); },
        [&](absl::string_view /*origin*/, absl::string_view text) {
          signed_text = std::string(text);
          return absl::StatusOr<std::string>("signed");
        },
        [&](const std::string&, const absl::Status& status, ReportWorker::Outcome outcome) {
          EXPECT_EQ(outcome, ReportWorker::Outcome::kMade) << status;
          made.Notify();
        });
    ASSERT_TRUE(made.WaitForNotificationWithTimeout(absl::Seconds(60)));
  }
  EXPECT_EQ(StateOf(), "done");
  EXPECT_THAT(signed_text, HasSubstr("# Arasha report reports/01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de\n"));
  EXPECT_EQ(
      database().Value(R"sql(
SELECT string_agg(f->>'name', ' ') FROM report, jsonb_array_elements(files) AS f)sql"),
      "deadlines.pdf deadlines.html deadlines.xlsx deadlines.json by_mission.csv by_rule.csv manifest.json "
      "manifest.sig");
  for (const support::TestDatabase::Row& file : database().Rows(R"sql(
SELECT f->>'name', f->>'sha256', content
FROM report_file r, LATERAL (SELECT files FROM report WHERE uid = r.report) AS of, jsonb_array_elements(files) AS f
WHERE r.name = f->>'name' AND part = 0)sql")) {
    const std::string& name = *file[0];
    const std::string sealed = storage::ParseBytesText(*file[2]);
    EXPECT_THAT(sealed, Not(HasSubstr("Arasha"))) << name;
    const auto content = storage::Vault::Unseal({keys().server_keys()->register_key},
                                                storage::ReportPartPlace(kUid, name, 0), sealed);
    ASSERT_TRUE(content.ok()) << content.status();
    EXPECT_EQ(absl::BytesToHexString(storage::Sha256(*content)), *file[1]) << name;
  }
}

}  // namespace
}  // namespace arasha::reports
