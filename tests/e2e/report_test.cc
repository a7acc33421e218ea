// Reports as an auditor and a head of mission order and fetch them. What could go wrong: a format is not what
// it says, a figure or a line is not there, a cancelled report is made to its end, or a head reads what only
// auditors may.

#include <gmock/gmock.h>

#include <filesystem>

#include "absl/cleanup/cleanup.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "tests/e2e/report_cases.h"

namespace arasha::e2e {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int kUsage = 2;
constexpr int kNotFound = 4;
constexpr int kDenied = 5;

TEST_F(ReportTest, EveryFormatIsWhatItSays) {
  const std::string folder = Make("deadlines", {"--mission", "IST", "--lang", "kk"}, "head");
  EXPECT_THAT(Content(folder + "/deadlines.pdf"), StartsWith("%PDF-"));
  EXPECT_THAT(Content(folder + "/deadlines.html"), AllOf(StartsWith("<!doctype html>"), HasSubstr("<svg")));
  EXPECT_THAT(Content(folder + "/deadlines.xlsx"), StartsWith("PK"));
  json report = Report(folder, "deadlines");
  EXPECT_EQ(report["language"], "kk");
  const json contact = RowOf(report, "first_contact", "IST");
  EXPECT_GE(contact["within_in_person"], 1);
  EXPECT_GE(contact["later_remote"], 1);
  EXPECT_GE(contact["never"], 1);
  EXPECT_GE(contact["attempts"], 1);
  const auto rows = ParseCsv(Content(folder + "/first_contact.csv"));
  ASSERT_GE(rows.size(), 1U);
  EXPECT_EQ(rows[0].at("never"), contact["never"].dump());
  const json manifest = json::parse(Content(folder + "/manifest.json"));
  for (const json& file : manifest["files"]) {
    const std::string name = file["name"];
    EXPECT_EQ(Sha256(Content(absl::StrCat(folder, "/", name))), file.value("sha256", "")) << name;
  }
}

TEST_F(ReportTest, ListedShownAndFetchedOneByOne) {
  const json made = ArashaJson(
      "auditor", {"report", "create", "activity", "--mission", "IST", "--from", kFrom, "--no-wait"});
  const std::string name = made.value("name", "");
  ASSERT_THAT(name, StartsWith("reports/"));
  const std::string uid = name.substr(name.find('/') + 1);
  for (const char* format : {"pdf", "html", "xlsx", "csv", "json"}) {
    const std::string path = absl::StrCat(system->scratch(), "/activity.", format);
    const Finished fetched =
        Arasha("auditor", {"report", "download", uid, "--format", format, "--out", path});
    ASSERT_EQ(fetched.exit_code, 0) << fetched.err;
    EXPECT_FALSE(Content(path).empty()) << format;
  }
  const Finished table = Arasha("auditor", {"report", "download", uid, "--format", "csv", "--table",
                                            "by_person", "--out", system->scratch() + "/people.csv"});
  EXPECT_EQ(table.exit_code, 0) << table.err;
  EXPECT_THAT(Content(system->scratch() + "/people.csv"), HasSubstr("a.omarova"));
  const json shown = ArashaJson("auditor", {"report", "show", uid});
  EXPECT_EQ(shown["state"], "REPORT_STATE_DONE");
  EXPECT_THAT(Arasha("auditor", {"report", "list"}).out, HasSubstr(uid));
  EXPECT_THAT(Arasha("head", {"report", "list"}).out, HasSubstr(uid)) << "it is about the own mission";
  EXPECT_THAT(Arasha("officer", {"report", "list"}).out, Not(HasSubstr(uid)));
  EXPECT_EQ(Arasha("officer", {"report", "show", uid}).exit_code, kNotFound);
  EXPECT_EQ(Arasha("officer-waw", {"report", "download", uid}).exit_code, kNotFound);
}

TEST_F(ReportTest, WhoMayNotOrderIsRefused) {
  EXPECT_EQ(Arasha("officer", {"report", "create", "workload", "--mission", "IST"}).exit_code, kDenied);
  EXPECT_EQ(Arasha("head", {"report", "create", "exceptions", "--mission", "IST"}).exit_code, kDenied);
  EXPECT_EQ(Arasha("head", {"report", "create", "workload", "--mission", "WAW"}).exit_code, kNotFound);
  EXPECT_EQ(Arasha("head", {"report", "create", "nonsense"}).exit_code, kUsage);
}

TEST_F(ReportTest, DataQualityTellsWhatIsLackingInNoWordsOfCases) {
  OpenCase();
  const std::string folder = Make("data-quality", {"--mission", "IST"}, "head");
  json report = Report(folder, "data_quality");
  EXPECT_GE(RowOf(report, "cases_by_mission", "IST")["open"].get<int>(), 1);
  EXPECT_THAT(Content(folder + "/data_quality.html"), Not(HasSubstr("Оспанов")));
}

TEST_F(ReportTest, ASampleIsDrawnWithAFormToFillIn) {
  OpenCase();
  OpenCase();
  const std::string folder = Make("review-sample", {"--mission", "IST", "--size", "2"});
  const json report = Report(folder, "review_sample");
  std::vector<std::string> drawn;
  for (const json& table : report["tables"]) {
    if (table["id"] != "sample") continue;
    for (const json& row : table["rows"]) drawn.push_back(row["case"]);
  }
  ASSERT_EQ(drawn.size(), 2U);
  for (const char* file : {"/review_sample.html", "/review_form.csv"}) {
    EXPECT_THAT(Content(folder + file),
                AllOf(HasSubstr(drawn[0]), HasSubstr(drawn[1]), Not(HasSubstr("Оспанов"))))
        << file;
  }
  EXPECT_EQ(Arasha("head", {"report", "create", "review-sample", "--mission", "IST"}).exit_code, kDenied)
      << "who is reviewed does not draw";
  EXPECT_EQ(Arasha("auditor", {"report", "create", "review-sample", "--size", "201"}).exit_code, kUsage);
}

TEST_F(ReportTest, AnEmptyTableSaysSo) {
  const auto create = [&](std::vector<std::string> days) {
    const std::string path = absl::StrCat(system->scratch(), "/glass-", days.size(), ".csv");
    days.insert(days.begin(), {"report", "create", "exceptions", "--format", "csv", "--table", "break_glass",
                               "--out", path});
    return Arasha("auditor", days);
  };
  const Finished empty = create({"--from", "2025-10-01", "--to", "2025-10-31"});
  EXPECT_EQ(empty.exit_code, 0) << empty.err;
  EXPECT_THAT(empty.err, HasSubstr("has no rows: there is nothing to list from 2025-10-01 to 2025-10-31"));
  const Finished some = create({"--from", kFrom});
  EXPECT_EQ(some.exit_code, 0) << some.err;
  EXPECT_THAT(some.err, Not(HasSubstr("has no rows")));
}

// Reasons and findings name people: whoever gets the report reads them, whoever gets the database does not.
TEST_F(ReportTest, EmergencyAccessIsToldWithItsReasonAndItsReview) {
  const std::string grant = ArashaJson("officer-waw", {"access", "break-glass", OpenCase(), "--reason",
                                                       "Serik Planted is in hospital"})["name"];
  ArashaJson("head", {"access", "review", grant, "--finding", "Serik Planted was visited"});
  const std::string folder = Make("exceptions");
  const std::string uid = grant.substr(grant.rfind('/') + 1);
  json report = Report(folder, "exceptions");
  const json& row = RowOf(report, "break_glass", uid);
  EXPECT_EQ(row["reviewed_by"], "b.suleimenov");
  EXPECT_EQ(row["review"], "in_time");
  const json& words = RowOf(report, "break_glass_words", uid);
  EXPECT_EQ(words["reason"], "Serik Planted is in hospital");
  EXPECT_EQ(words["finding"], "Serik Planted was visited");
  for (const char* file : {"/exceptions.html", "/break_glass_words.csv"}) {
    EXPECT_THAT(Content(folder + file),
                AllOf(HasSubstr("Serik Planted is in hospital"), HasSubstr("Serik Planted was visited")))
        << file;
  }
  EXPECT_EQ(system->AsSuperuser("arasha", "SELECT count(*) FROM report_file WHERE content LIKE '%Planted%'"),
            "0\n");
  EXPECT_EQ(Arasha("auditor", {"access", "list"}).out.find("Planted"), std::string::npos)
      << "it is the report, which is a leaf of the log, that tells auditors";
}

TEST_F(ReportTest, WhoTriedToLookAtACaseIsInItsReport) {
  const std::string name = OpenCase();
  EXPECT_EQ(Arasha("officer-waw", {"case", "show", name}).exit_code, kNotFound);
  const json report = Report(Make("access-to-case", {"--case", name}), "access_to_case");
  std::vector<std::string> refused;
  for (const json& table : report["tables"]) {
    if (table["id"] != "leaves") continue;
    for (const json& line : table["rows"]) {
      if (line["outcome"] == "AUDIT_DECISION_DENIED") refused.push_back(line["actor"]);
    }
  }
  EXPECT_THAT(refused, testing::ElementsAre("d.kim"));
}

TEST_F(ReportTest, CancelledWhileItRuns) {
  // Nobody else needs parties for as long as somebody holds them: warnings and `whoami` ask for deadlines.
  const std::string lock =
      absl::StrCat("echo 'BEGIN; LOCK TABLE party IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(60);' | ",
                   ARASHA_SOURCE_DIR, "/deploy/dev psql --dir ", system->dir());
  const Background holder({"bash", "-c", lock}, PlainVariables(system->scratch()),
                          system->scratch() + "/holder.log");
  const absl::Cleanup release = [] {
    system->AsSuperuser("arasha",
                        "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE relation = "
                        "'party'::regclass AND mode = 'AccessExclusiveLock' AND granted");
  };
  const auto held = [] {
    return system->AsSuperuser("arasha",
                               "SELECT count(*) FROM pg_locks WHERE relation = 'party'::regclass AND "
                               "mode = 'AccessExclusiveLock' AND granted")[0] == '1';
  };
  for (int i = 0; i < 100 && !held(); ++i) absl::SleepFor(absl::Milliseconds(50));
  ASSERT_TRUE(held());
  const std::string name =
      ArashaJson("auditor", {"report", "create", "data-quality", "--from", kFrom, "--no-wait"})
          .value("name", "");
  const auto state = [&] { return ArashaJson("auditor", {"report", "show", name}).value("state", ""); };
  for (int i = 0; i < 100 && state() != "REPORT_STATE_RUNNING"; ++i) absl::SleepFor(absl::Milliseconds(100));
  EXPECT_EQ(state(), "REPORT_STATE_RUNNING");
  EXPECT_EQ(ArashaJson("auditor", {"report", "cancel", name}).value("state", ""), "REPORT_STATE_CANCELLED");
  // Its statement is cancelled too, so that the next report need not wait for it.
  Make("activity");
  EXPECT_TRUE(held());
  EXPECT_EQ(state(), "REPORT_STATE_CANCELLED");
  const Finished fetched = Arasha("auditor", {"report", "download", name});
  EXPECT_EQ(fetched.exit_code, kUsage);
  EXPECT_THAT(fetched.err, HasSubstr("cancelled"));
}

TEST_F(ReportTest, ScheduledListedAndEnded) {
  const json schedule = ArashaJson("head", {"report", "schedule", "create", "deadlines", "--mission", "IST",
                                            "--every", "week", "--lang", "ru"});
  const std::string name = schedule.value("name", "");
  ASSERT_THAT(name, StartsWith("reportSchedules/"));
  const std::string uid = name.substr(name.find('/') + 1);
  EXPECT_THAT(Arasha("auditor", {"report", "schedule", "list"}).out, HasSubstr(uid));
  EXPECT_THAT(Arasha("officer", {"report", "schedule", "list"}).out, Not(HasSubstr(uid)));
  // A week later.
  system->AsSuperuser("arasha",
                      absl::StrCat("UPDATE report_schedule SET next_time = date_trunc('week', now()) "
                                   "WHERE uid = '",
                                   uid, "'"));
  json ordered;
  for (int i = 0; i < 300 && ordered.is_null(); ++i) {
    const json listed = ArashaJson("head", {"report", "list"});
    for (const json& report : listed["reports"]) {
      if (report.value("schedule", "") == name && report["state"] == "REPORT_STATE_DONE") ordered = report;
    }
    absl::SleepFor(absl::Milliseconds(200));
  }
  ASSERT_FALSE(ordered.is_null());
  EXPECT_EQ(ordered["order"]["language"], "ru");
  EXPECT_EQ(Arasha("officer-waw", {"report", "schedule", "end", uid}).exit_code, kNotFound);
  EXPECT_EQ(Arasha("head", {"report", "schedule", "end", uid}).exit_code, 0);
  EXPECT_THAT(Arasha("head", {"report", "schedule", "list"}).out, Not(HasSubstr(uid)));
  EXPECT_EQ(Arasha("head", {"report", "schedule", "end", uid}).exit_code, 0) << "it has ended";
}

}  // namespace
}  // namespace arasha::e2e
