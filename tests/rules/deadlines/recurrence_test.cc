// What could go wrong: a visit that is owed every month is asked for once, or for ever; one visit stands for
// two; a duty of the 31st slips to the 28th; what was kept years ago looks late, because the interval is
// another now.

#include "services/rules/deadlines/recurrence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;

// GoodType() with a duty that the opening starts, visits and the event `begin` meet.
CaseType TypeWith(const std::string& period, const std::string& repeats) {
  v1::CaseType proto = GoodType();
  v1::DeadlineRule& duty = *proto.add_deadlines();
  duty = Parse<v1::DeadlineRule>(absl::StrCat(R"(
    id: "duty" label { kk: "к" ru: "р" en: "e" } source: "General law, art. 4" starts_on { opened: true }
    met_by { entry { kind: "VISIT" } } met_by { transition: "begin" } period { )",
                                              period, " } repeats { ", repeats, " }"));
  return Made(std::move(proto));
}

absl::Time Noon(const std::string& day) { return At(day + "T12:00:00+03:00"); }
Happening Visit(const std::string& day) { return {.keys = {"entry:VISIT"}, .at = Noon(day)}; }

// All runs of the duty, the first included.
std::vector<DeadlineCourse> Runs(const CaseType& type, const google::protobuf::Struct& details,
                                 const std::vector<Happening>& happened,
                                 const std::vector<DeadlineCourse>& stored = {}, bool open = true) {
  std::vector<Happening> happenings = OfFields(type, details, Istanbul().zone);
  happenings.insert(happenings.end(), happened.begin(), happened.end());
  const DeadlineFacts facts{type, "TR", Istanbul(), details, open};
  std::vector<DeadlineCourse> runs;
  for (const StartedDeadline& first : StartDeadlines(facts, happenings)) {
    if (first.rule != "duty") continue;
    runs.push_back({.started = first});
    for (DeadlineCourse& run : LaterRuns(facts, first, happenings, stored)) runs.push_back(std::move(run));
  }
  for (DeadlineCourse& run : runs) run.met = MetAt(run.started.met_by, run.started.start, happenings);
  return runs;
}

// The days on which they are due, with a + where they are met.
std::string Days(const std::vector<DeadlineCourse>& runs) {
  return absl::StrJoin(runs, " ", [](std::string* out, const DeadlineCourse& run) {
    absl::StrAppend(out, absl::FormatTime("%Y-%m-%d", run.started.due, Istanbul().zone), run.met ? "+" : "");
  });
}

struct RecurrenceRow {
  std::string name;
  std::string period;
  std::string repeats;
  std::string details;
  std::vector<Happening> happened;  // after the opening, on 31 August 2026
  std::string due;
};

TEST(LaterRuns, BeginWhenTheLastWasMet) {
  const std::string monthly = "phases { every { months: 1 } } ";
  const std::string released = R"(until { transition: "finish" })";
  const std::string adoption =
      R"(phases { every { months: 6 } until { months: 36 } } phases { every { months: 12 } }
         until_date { field: "seen_on" after { years: 18 } })";
  const RecurrenceRow rows[] = {
      {"nothing met it", "months: 1", monthly + released, "{}", {}, "2026-09-30"},
      {"met once", "months: 1", monthly + released, "{}", {Visit("2026-09-10")}, "2026-09-30+ 2026-10-31"},
      {"the last day stays the last",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-09-10"), Visit("2026-10-10"), Visit("2026-11-10")},
       "2026-09-30+ 2026-10-31+ 2026-11-30+ 2026-12-31"},
      {"a transition meets it, too",
       "months: 1",
       monthly + released,
       "{}",
       {OfTransition("begin", Noon("2026-09-10"))},
       "2026-09-30+ 2026-10-31"},
      {"two visits in one month are one of them",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-09-10"), Visit("2026-09-20")},
       "2026-09-30+ 2026-10-31"},
      {"a late visit is not one of the next month",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-10-05")},
       "2026-09-30+ 2026-10-31"},
      {"what passed meanwhile is passed over",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-12-05")},
       "2026-09-30+ 2026-12-31"},
      {"in whatever order they are told of",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-10-10"), Visit("2026-09-10")},
       "2026-09-30+ 2026-10-31+ 2026-11-30"},
      {"from when it was met",
       "months: 1",
       monthly + "from_met: true " + released,
       "{}",
       {Visit("2026-09-10"), Visit("2026-09-20")},
       "2026-09-30+ 2026-10-10+ 2026-10-20"},
      {"from when it was met late",
       "days: 5",
       "phases { every { days: 30 } } from_met: true " + released,
       "{}",
       {Visit("2026-12-01")},
       "2026-09-05+ 2026-12-31"},
      {"the event before it is due",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-09-10"), OfTransition("finish", Noon("2026-10-05"))},
       "2026-09-30+"},
      {"the event before anything",
       "months: 1",
       monthly + released,
       "{}",
       {OfTransition("finish", Noon("2026-09-05"))},
       ""},
      {"missed before the event",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-09-10"), OfTransition("finish", Noon("2026-11-05"))},
       "2026-09-30+ 2026-10-31"},
      {"met before the event, due after",
       "months: 1",
       monthly + released,
       "{}",
       {Visit("2026-09-10"), OfTransition("finish", Noon("2026-09-15"))},
       "2026-09-30+"},
      {"met after the event",
       "months: 1",
       monthly + released,
       "{}",
       {OfTransition("finish", Noon("2026-09-05")), Visit("2026-09-10")},
       ""},
      {"a count",
       "days: 1",
       "phases { every { days: 1 } } runs: 2",
       "{}",
       {Visit("2026-09-01"), Visit("2026-09-02"), Visit("2026-09-03")},
       "2026-09-01+ 2026-09-02+"},
      {"a date that ends it",
       "months: 1",
       monthly + R"(until_date { field: "seen_on" })",
       R"({"seen_on": "2026-10-31"})",
       {Visit("2026-09-10")},
       "2026-09-30+"},
      {"a date that is not known yet",
       "months: 1",
       monthly + R"(until_date { field: "seen_on" })",
       "{}",
       {Visit("2026-09-10")},
       "2026-09-30+ 2026-10-31"},
      {"phases: weekly for a month, then monthly",
       "days: 7",
       "phases { every { days: 7 } until { months: 1 } } phases { every { months: 1 } } " + released,
       "{}",
       {Visit("2026-09-01"), Visit("2026-09-08"), Visit("2026-09-15"), Visit("2026-09-22"),
        Visit("2026-09-29"), Visit("2026-10-06")},
       "2026-09-07+ 2026-09-14+ 2026-09-21+ 2026-09-28+ 2026-10-05+ 2026-11-05+ 2026-12-05"},
      {"every six months for three years, then each year, until the child is 18",
       "months: 6",
       adoption,
       R"({"seen_on": "2012-03-01"})",
       {Visit("2027-02-01"), Visit("2027-08-01"), Visit("2028-02-01"), Visit("2028-08-01"),
        Visit("2029-02-01"), Visit("2029-08-01")},
       "2027-02-28+ 2027-08-31+ 2028-02-29+ 2028-08-31+ 2029-02-28+ 2029-08-31+"},
      {"the same of a younger child",
       "months: 6",
       adoption,
       R"({"seen_on": "2013-03-01"})",
       {Visit("2027-02-01"), Visit("2027-08-01"), Visit("2028-02-01"), Visit("2028-08-01"),
        Visit("2029-02-01"), Visit("2029-08-01")},
       "2027-02-28+ 2027-08-31+ 2028-02-29+ 2028-08-31+ 2029-02-28+ 2029-08-31+ 2030-08-31"},
      {"as often as the case says",
       "months: 1",
       R"(phases { every { months: 1 } when { field: "colour" values: "red" } }
          phases { every { months: 3 } when { field: "colour" values: "blue" } } )" +
           released,
       R"({"colour": "blue"})",
       {Visit("2026-09-10")},
       "2026-09-30+ 2026-12-31"},
      {"and not at all",
       "months: 1",
       R"(phases { every { months: 1 } when { field: "colour" values: "red" } } )" + released,
       R"({"colour": "blue"})",
       {Visit("2026-09-10")},
       "2026-09-30+"},
      {"phases that all pass end it",
       "days: 1",
       "phases { every { days: 1 } until { days: 2 } }",
       "{}",
       {Visit("2026-09-01"), Visit("2026-09-02"), Visit("2026-09-03")},
       "2026-09-01+ 2026-09-02+"},
  };
  for (const RecurrenceRow& row : rows) {
    std::vector<Happening> happened = row.happened;
    happened.push_back(Opened(Noon("2026-08-31")));
    EXPECT_EQ(Days(Runs(TypeWith(row.period, row.repeats), Json(row.details), happened)), row.due)
        << row.name;
  }
}

TEST(LaterRuns, WhatWasMetStaysDueWhenItWas) {
  const CaseType type = TypeWith("months: 1", R"(
    phases { every { months: 1 } when { field: "colour" values: "red" } }
    phases { every { months: 3 } when { field: "colour" values: "blue" } } until { transition: "finish" })");
  const std::vector<Happening> happened = {Opened(Noon("2026-08-31")), Visit("2026-09-10"),
                                           Visit("2026-10-10")};
  const auto monthly = Runs(type, Json(R"({"colour": "red"})"), happened);
  ASSERT_EQ(Days(monthly), "2026-09-30+ 2026-10-31+ 2026-11-30");
  EXPECT_EQ(Days(Runs(type, Json(R"({"colour": "blue"})"), happened, monthly)),
            "2026-09-30+ 2026-10-31+ 2027-01-31");
}

TEST(LaterRuns, NoneBeginsInAClosedCase) {
  const CaseType type = TypeWith("months: 1", "phases { every { months: 1 } } runs: 9");
  const std::vector<Happening> happened = {Opened(Noon("2026-08-31")), Visit("2026-09-10")};
  EXPECT_EQ(Days(Runs(type, Json("{}"), happened, {}, false)), "2026-09-30+");
  const auto stored = Runs(type, Json("{}"), happened);
  EXPECT_EQ(Days(Runs(type, Json("{}"), happened, stored, false)), "2026-09-30+ 2026-10-31")
      << "that one had begun";
}

TEST(LaterRuns, AreNotRefusedWhatHappenedBeforeThem) {
  const CaseType type = TypeWith("months: 1", "phases { every { months: 1 } } runs: 9");
  const auto runs = Runs(type, Json("{}"), {Opened(Noon("2026-08-31")), Visit("2026-09-10")});
  ASSERT_EQ(runs.size(), 2U);
  EXPECT_TRUE(runs[0].started.corrects);
  EXPECT_FALSE(runs[1].started.corrects) << "a second visit in September is lawful";
  EXPECT_EQ(runs[1].run, 2);
  EXPECT_EQ(runs[1].started.start, At("2026-10-01T00:00:00+03:00"));
}

TEST(Redecide, TakesLaterRunsAwayWithWhatHadMetTheFirst) {
  const CaseType type =
      TypeWith("months: 1", R"(phases { every { months: 1 } } until { transition: "begin" })");
  const google::protobuf::Struct details;
  const DeadlineFacts facts{type, "TR", Istanbul(), details};
  const Happening opened = Opened(Noon("2026-08-31"));
  const auto stored = Runs(type, details, {opened, Visit("2026-09-10"), Visit("2026-10-10")});
  ASSERT_EQ(Days(stored), "2026-09-30+ 2026-10-31+ 2026-11-30");
  const auto left = [&](const std::vector<Happening>& happenings) {
    std::vector<std::string> days;
    for (const DeadlineCourse& run : Redecide(facts, stored, happenings, {"entry:VISIT"}, std::nullopt)) {
      if (run.started.rule != "duty") continue;
      days.push_back(run.started.due == absl::InfiniteFuture() ? "-" : Days({run}));
    }
    return days;
  };
  EXPECT_THAT(left({opened, Visit("2026-10-10")}), ElementsAre("2026-09-30+", "2026-10-31", "-"))
      << "the visit in October was the first";
  EXPECT_THAT(left({opened}), ElementsAre("2026-09-30", "-", "-"));
  EXPECT_THAT(left({opened, Visit("2026-09-12"), Visit("2026-10-10"), Visit("2026-11-10")}),
              ElementsAre("2026-09-30+", "2026-10-31+", "2026-11-30+", "2026-12-31"));
}

TEST(Unstarted, IncludesRunsThatTheEndTookAway) {
  const CaseType type =
      TypeWith("months: 1", R"(phases { every { months: 1 } } until_date { field: "seen_on" })");
  const std::vector<Happening> happened = {Opened(Noon("2026-08-31")), Visit("2026-09-10")};
  const auto before = Runs(type, Json("{}"), happened);
  ASSERT_EQ(Days(before), "2026-09-30+ 2026-10-31");
  const auto none = Unstarted(type, before, Runs(type, Json(R"({"seen_on": "2026-10-05"})"), happened));
  ASSERT_EQ(none.size(), 1U);
  EXPECT_EQ(none[0].run, 2);
  EXPECT_EQ(none[0].started.due, absl::InfiniteFuture());
}

}  // namespace
}  // namespace arasha::rules
