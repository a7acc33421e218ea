// What could go wrong: a figure that was forged is within what is taken for possible, one that is true is
// called false because a row changed meanwhile, or this program counts otherwise than the report's method
// says.

#include "clients/verify/report/report_figures.h"

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "clients/verify/report/recount_leaves.h"
#include "clients/verify/report/report_recount.h"

namespace arasha::clients {
namespace {

using nlohmann::json;
using ::testing::Contains;

absl::Time At(int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(2026, 11, day, hour), absl::UTCTimeZone());
}

class ReportFigures : public ::testing::Test {
 protected:
  ReportFigures() {
    scope_.start = At(1);
    scope_.end = At(30);
    scope_.as_of = At(24);
    scope_.zone = absl::UTCTimeZone();
    v1::CaseType& type = rows_.types["rights.detention"];
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(
          id: "rights.detention"
          deadlines { id: "first_contact" statistic: "first_contact" }
          deadlines { id: "notice" owed_by_host_state: true }
          statistics {
            category: "arrests"
            on { opened: true }
            persons: true
          }
          statistics {
            category: "visits"
            on { entry { kind: "VISIT" in_person: true } }
          }
          statistics {
            category: "ended"
            on { transition: "resolve" }
          }
        )pb",
        &type));
  }

  CaseRow& Case(const std::string& uid, const std::string& mission = "IST") {
    CaseRow& row = rows_.cases[uid];
    row.mission = mission;
    row.type = "rights.detention";
    row.host_state = "TR";
    row.open = true;
    row.received = At(2);
    return row;
  }
  DeadlineRow& Deadline(const std::string& uid, std::optional<absl::Time> met,
                        const std::string& rule = "first_contact") {
    Case(uid);
    rows_.deadlines.push_back({uid, rule, At(2), At(3), met, std::nullopt, true});
    return rows_.deadlines.back();
  }
  EntryRow& Entry(const std::string& uid, int32_t kind, absl::Time happened) {
    rows_.entries.push_back(
        {uid, "", kind, happened, happened, "staff/a.omarova", false, "", 0, "", "", {}, true});
    return rows_.entries.back();
  }

  // A report that says what was counted, but for what `change` makes of it.
  static std::optional<FigureCheck::Difference> Compare(const FigureTables& counted, json tables) {
    return CompareFigures({{"headlines", json::array()}, {"tables", std::move(tables)}}, counted).difference;
  }

  Register rows_;
  ReportScope scope_;
};

TEST_F(ReportFigures, DeadlinesStandAsTheMethodSays) {
  Deadline("met", At(3));
  Deadline("late", At(3, 1));
  Deadline("missed", std::nullopt);
  Deadline("running", std::nullopt).due = At(24, 1);
  Deadline("lapsed", std::nullopt).stopped = At(2, 12);
  Deadline("stopped behind", std::nullopt).stopped = At(4);
  Deadline("another month", std::nullopt).due = At(30);
  Deadline("theirs", std::nullopt, "notice");
  const FigureTables tables = RecountDeadlines(rows_, scope_);
  const Counts& counts = tables.at("by_mission").counts;
  EXPECT_EQ(counts.At("IST", "met").least, 1);
  EXPECT_EQ(counts.At("IST", "late").least, 1);
  EXPECT_EQ(counts.At("IST", "missed").least, 2);
  EXPECT_EQ(counts.At("IST", "running").least, 1);
  EXPECT_EQ(counts.At("", "lapsed").least, 1);
  EXPECT_EQ(tables.at("by_mission").computed.at("IST").at("compliance").least, 0.25);
  EXPECT_EQ(tables.at("host_states").counts.At("rights.detention/notice", "missed").least, 1);
}

TEST_F(ReportFigures, WaivedAndRestingDeadlinesAreNotMissed) {
  Deadline("waived", std::nullopt).waived = true;
  rows_.deadlines.back().stopped = At(2, 12);
  Deadline("waived, whenever due", std::nullopt).waived = true;
  rows_.deadlines.back().stopped = At(4);
  Deadline("rests", std::nullopt).paused = At(2, 12);
  Deadline("met while it rested", At(5)).paused = At(2, 12);
  const Counts counts = RecountDeadlines(rows_, scope_).at("by_mission").counts;
  EXPECT_EQ(counts.At("IST", "lapsed").least, 2);
  EXPECT_EQ(counts.At("IST", "running").least, 1);
  EXPECT_EQ(counts.At("IST", "met").least, 1);
  EXPECT_EQ(counts.At("IST", "missed").most, 0);
}

TEST_F(ReportFigures, FirstContactIsInPersonIfAnyEntryOfItsInstantIs) {
  Deadline("visited", At(2, 5));
  Entry("visited", 3, At(2, 5));
  Entry("visited", 4, At(2, 5)).in_person = true;
  Entry("visited", 2, At(2, 4));
  Entry("visited", 2, At(2, 6));
  Deadline("called", At(4));
  Entry("called", 3, At(4));
  const FigureTables tables = RecountDeadlines(rows_, scope_);
  const FigureTable& table = tables.at("first_contact");
  EXPECT_EQ(table.counts.At("IST", "within_in_person").least, 1);
  EXPECT_EQ(table.counts.At("IST", "later_remote").least, 1);
  EXPECT_EQ(table.counts.At("IST", "attempts").least, 1) << "one came behind the contact";
  EXPECT_EQ(table.computed.at("").at("median").least, absl::ToDoubleSeconds(absl::Hours(26.5)));
}

TEST_F(ReportFigures, AChangedRowCountsPerhaps) {
  Deadline("settled", At(3));
  DeadlineRow& changed = Deadline("changed", At(3));
  changed.settled = false;
  changed.due = At(30, 1);  // It may have been due within the period.
  const FigureTables tables = RecountDeadlines(rows_, scope_);
  const Count met = tables.at("by_mission").counts.At("IST", "met");
  EXPECT_EQ(met.least, 1);
  EXPECT_EQ(met.most, 2);
  const auto claim = [&](int64_t number) {
    return Compare(tables, {{{"id", "by_mission"}, {"rows", {{{"key", "IST"}, {"met", number}}}}}});
  };
  EXPECT_FALSE(claim(1).has_value());
  EXPECT_FALSE(claim(2).has_value());
  EXPECT_TRUE(claim(0).has_value());
  ASSERT_TRUE(claim(3).has_value());
  EXPECT_EQ(claim(3)->counted, "1–2");
  EXPECT_EQ(tables.at("by_mission").computed.at("IST").at("compliance").kind, Figure::Kind::kUnknown);
}

TEST_F(ReportFigures, StatisticsCountSubjectsEntriesAndSteps) {
  Case("two");
  rows_.parties = {{"two", "a", 2, false, true}, {"two", "b", 2, false, true}, {"two", "c", 2, true, true}};
  Case("none").host_state = "TM";
  Case("changed").settled = false;
  Entry("two", 4, At(5)).in_person = true;
  Entry("two", 4, At(5));
  Entry("two", 7, At(6)).event = "resolve";
  const FigureTables tables = RecountStatistics(rows_, scope_);
  const Counts& counts = tables.at("statistics").counts;
  EXPECT_EQ(counts.At("arrests", "2026-11").least, 3);
  EXPECT_EQ(counts.At("arrests", "2026-11").most, 4);
  EXPECT_EQ(counts.At("arrests", "2026-10").most, 1) << "it may have been said to be received then";
  EXPECT_EQ(counts.At("visits", "2026").least, 1);
  EXPECT_EQ(counts.At("ended", "total").most, 1);
  EXPECT_EQ(tables.at("by_host_state").counts.At("TR", "received").least, 1);
  EXPECT_EQ(tables.at("by_host_state").counts.At("PL", "received").most, 1) << "it may have been there";
}

TEST_F(ReportFigures, StatisticsCountEntriesByWhatTheySay) {
  Case("one");
  v1::CaseType& type = rows_.types["rights.detention"];
  type.clear_statistics();
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(statistics {
             category: "hospitals"
             on {
               entry {
                 kind: "VISIT"
                 only_if { field: "facility" choice: "hospital" }
               }
             }
           }
           statistics {
             category: "prisons"
             on { entry { kind: "VISIT" } }
             unless { field: "facility" choice: "hospital" }
           })pb",
      &type));
  Entry("one", 4, At(5)).triggers = {"entry:VISIT", "entry:VISIT?facility=hospital"};
  Entry("one", 4, At(5)).triggers = {"entry:VISIT", "entry:VISIT?facility=home"};
  Entry("one", 4, At(6)).triggers = {"entry:VISIT"};
  const Counts counts = RecountStatistics(rows_, scope_).at("statistics").counts;
  EXPECT_EQ(counts.At("hospitals", "total").most, 1);
  EXPECT_EQ(counts.At("prisons", "total").most, 2);
}

// A report holds back large figures too, where they would give small ones of another table away.
TEST_F(ReportFigures, WhatStatisticsHoldBackIsTrueAsLongAsSomethingWasCounted) {
  for (int i = 0; i < 7; ++i) Case(absl::StrCat(i));
  const FigureTables tables = RecountStatistics(rows_, scope_);
  const auto compare = [&](const char* category, const char* state, const char* visits) {
    const json row = {{"key", category}, {"2026-11", "suppressed"}};
    return Compare(tables, {{{"id", "statistics"},
                             {"rows", {row, {{"key", "visits"}, {"2026-11", json::parse(visits)}}}}},
                            {{"id", "by_host_state"},
                             {"rows", {{{"key", state}, {"received", "suppressed"}}}},
                             {"total", {{"received", "suppressed"}}}}});
  };
  EXPECT_TRUE(compare("ended", "TR", "0").has_value());
  EXPECT_TRUE(compare("arrests", "KZ", "0").has_value());
  EXPECT_TRUE(compare("arrests", "TR", "\"suppressed\"").has_value()) << "a zero is printed";
  EXPECT_FALSE(compare("arrests", "TR", "0").has_value());
}

TEST_F(ReportFigures, WorkloadCountsWhoHoldsARole) {
  Case("open").assignee = "staff/a.omarova";
  Case("ended").closed = At(10);
  Case("ended").open = false;
  rows_.principals = {{"staff/a.omarova", true}, {"staff/gone", false}, {"staff/changed", std::nullopt}};
  for (const char* name : {"staff/a.omarova", "staff/gone", "staff/changed"}) {
    rows_.roles.push_back({name, "officer", "IST", absl::InfiniteFuture(), false, true});
  }
  rows_.roles.push_back({"staff/a.omarova", "head", "IST", absl::InfiniteFuture(), false, true});
  const FigureTables tables = RecountWorkload(rows_, scope_);
  const Counts& missions = tables.at("by_mission").counts;
  EXPECT_EQ(missions.At("IST", "received").least, 2);
  EXPECT_EQ(missions.At("IST", "closed").least, 1);
  EXPECT_EQ(missions.At("", "open_end").least, 1);
  EXPECT_EQ(missions.At("IST", "officers").least, 1) << "with two roles still one";
  EXPECT_EQ(missions.At("IST", "officers").most, 2);
  EXPECT_EQ(tables.at("by_officer").counts.At("staff/a.omarova/IST", "open").least, 1);
}

TEST_F(ReportFigures, CasesInCompartmentsAreLeftOut) {
  Deadline("hidden", At(3));
  Deadline("hidden since", At(3));
  Deadline("shown since", At(3));
  Deadline("plain", At(3));
  for (const auto& [uid, matter] : rows_.cases) Entry(uid, 4, At(5));
  rows_.cases["hidden"].compartmented = true;
  rows_.cases["hidden since"].compartmented = true;
  rows_.cases["hidden since"].settled = false;
  rows_.cases["shown since"].settled = false;
  const Counts deadlines = RecountDeadlines(rows_, scope_).at("by_mission").counts;
  EXPECT_EQ(deadlines.At("IST", "met").least, 1);
  EXPECT_EQ(deadlines.At("IST", "met").most, 3) << "which may have been counted";
  const Counts workload = RecountWorkload(rows_, scope_).at("by_mission").counts;
  EXPECT_EQ(workload.At("IST", "received").least, 1);
  EXPECT_EQ(workload.At("IST", "received").most, 3);
  EXPECT_EQ(workload.At("IST", "entries").least, 1);
  EXPECT_EQ(workload.At("IST", "entries").most, 3);
}

TEST_F(ReportFigures, LoadsAreToldToATenthAndOnceWereInWholeNumbers) {
  for (const char* uid : {"a", "b", "c"}) Case(uid);
  rows_.principals = {{"staff/a.omarova", true}, {"staff/d.kim", true}};
  for (const char* name : {"staff/a.omarova", "staff/d.kim"}) {
    rows_.roles.push_back({name, "officer", "IST", absl::InfiniteFuture(), false, true});
  }
  const FigureTables tables = RecountWorkload(rows_, scope_);
  const auto differs = [&](const json& load) {
    json row = {{"key", "IST"}, {"received", 3}, {"open_end", 3}, {"officers", 2}, {"per_officer", load}};
    return Compare(tables, {{{"id", "by_mission"}, {"rows", {std::move(row)}}}}).has_value();
  };
  EXPECT_FALSE(differs(1.5));
  EXPECT_TRUE(differs(1.6));
  EXPECT_TRUE(differs(2.0)) << "a tenth was told";
  EXPECT_FALSE(differs(2)) << "as reports from before have it";
  EXPECT_TRUE(differs(3));
}

TEST_F(ReportFigures, ConfigurationCountsRolesAndVersionsOfCaseTypes) {
  rows_.principals = {{"staff/a.omarova", true}, {"staff/gone", false}, {"staff/changed", std::nullopt}};
  for (const char* name : {"staff/a.omarova", "staff/gone", "staff/changed"}) {
    rows_.roles.push_back({name, "officer", "IST", absl::InfiniteFuture(), false, true});
  }
  rows_.roles.push_back({"staff/a.omarova", "officer", "WAW", scope_.as_of, false, true});
  rows_.roles.push_back({"staff/a.omarova", "auditor", "-", absl::InfiniteFuture(), true, true});
  rows_.applied = {{"rights.detention", 1, scope_.start - absl::Seconds(1), true},
                   {"rights.detention", 2, scope_.start, true},
                   {"rights.detention", 3, scope_.end - absl::Seconds(1), false}};
  const FigureTables tables = RecountConfiguration(rows_, scope_);
  const Counts& roles = tables.at("roles").counts;
  EXPECT_EQ(roles.At("officer/IST", "holders").least, 1);
  EXPECT_EQ(roles.At("officer/IST", "holders").most, 2) << "who was perhaps taken off since";
  EXPECT_EQ(roles.At("officer/WAW", "holders").most, 0) << "it had ended";
  EXPECT_EQ(roles.At("auditor/-", "holders").most, 0) << "it was taken";
  const FigureTable& types = tables.at("case_types");
  EXPECT_FALSE(types.counts.rows().contains("rights.detention@1"));
  EXPECT_EQ(types.counts.At("rights.detention@2", "version").least, 2);
  EXPECT_EQ(types.counts.At("rights.detention@3", "version").least, 0);
  const Figure& versions = tables.at(kHeadlines).computed.at("configuration.versions").at("value");
  EXPECT_EQ(versions.least, 1);
  EXPECT_EQ(versions.most, 2);
}

TEST_F(ReportFigures, RowsMustBeThereOnceAndBeOnesThatWereCounted) {
  FigureTables tables;
  tables["by_mission"].counts.Add("IST", "received", true, 3);
  const auto compare = [&](json rows) {
    return Compare(tables, {{{"id", "by_mission"}, {"rows", std::move(rows)}}});
  };
  const json honest = {{"key", "IST"}, {"mission", "IST · Istanbul"}, {"received", 3}};
  EXPECT_FALSE(compare({honest}).has_value());
  EXPECT_FALSE(compare({honest, {{"key", "WAW"}, {"received", 0}}}).has_value());
  EXPECT_TRUE(compare(json::array()).has_value());
  EXPECT_TRUE(compare({honest, honest}).has_value());
  EXPECT_TRUE(compare({honest, {{"key", "WAW"}, {"received", 1}}}).has_value());
  EXPECT_TRUE(compare({{{"key", "IST"}, {"received", "suppressed"}, {"closed", "suppressed"}}}).has_value())
      << "there is nothing to hold back";
  tables["by_mission"].lists = true;
  EXPECT_TRUE(compare({honest, {{"key", "WAW"}, {"received", 0}}}).has_value());
}

TEST_F(ReportFigures, TheMissionOfALeafThatIsListedIsCompared) {
  rules::log::Leaf leaf;
  leaf.action = "ReadReport";
  leaf.actor = "staff/a.omarova";
  leaf.occurred_time = At(4);
  json line = {{"place", 7}, {"time", "2026-11-04T00:00:00+00:00"}, {"actor", "a.omarova"}};
  const auto column = [&](absl::string_view mission) {
    leaf.mission = mission;
    const json report = {{"tables", {{{"id", kLeafList}, {"rows", {line}}}}}};
    LeafRecount recount(report, scope_);
    recount.Take(7, leaf);
    recount.Finish();
    return recount.list_difference() ? recount.list_difference()->column : "";
  };
  EXPECT_EQ(column("IST"), "") << "reports from before tell of none";
  line["mission"] = "IST";
  EXPECT_EQ(column("IST"), "");
  EXPECT_EQ(column("WAW"), "mission");
  EXPECT_EQ(column(""), "mission");
  line["mission"] = nullptr;
  EXPECT_EQ(column(""), "");
  EXPECT_EQ(column("IST"), "mission");
}

TEST_F(ReportFigures, OperationsOfNoMissionAddToTheTotal) {
  const auto differs = [&](json table) {
    table["id"] = "by_mission";
    const json report = {{"headlines", json::array()}, {"tables", json::array({std::move(table)})}};
    LeafRecount recount(report, scope_);
    rules::log::Leaf leaf;
    leaf.action = "GetCase";
    leaf.actor = "staff/a.omarova";
    leaf.mission = "IST";
    recount.Take(0, leaf);
    leaf.mission = "";
    recount.Take(1, leaf);
    recount.Take(2, leaf);
    return CompareFigures(report, recount.Finish()).difference.has_value();
  };
  const json mission = {{"key", "IST"}, {"operations", 1}};
  const auto none = [](int64_t count) {
    return json{{"key", "none"}, {"mission", ""}, {"operations", count}};
  };
  const auto total = [](int64_t count) { return json{{"operations", count}}; };
  EXPECT_FALSE(differs({{"rows", {mission, none(2)}}, {"total", total(3)}}));
  EXPECT_TRUE(differs({{"rows", {mission, none(1)}}, {"total", total(3)}}));
  EXPECT_TRUE(differs({{"rows", {mission, none(2)}}, {"total", total(2)}}));
  EXPECT_TRUE(differs({{"rows", json::array({mission})}, {"total", total(3)}}));
  EXPECT_FALSE(differs({{"rows", json::array({mission})}})) << "as reports from before have it";
}

TEST_F(ReportFigures, WhatWasNotCountedIsNamed) {
  const json report = {{"headlines", {{{"key", "configuration.versions"}, {"value", 3}}}},
                       {"tables", {{{"id", "roles"}, {"rows", json::array()}}}}};
  FigureTables tables;
  tables[kHeadlines];
  const FigureCheck check = CompareFigures(report, tables);
  EXPECT_FALSE(check.difference.has_value());
  EXPECT_THAT(check.not_recomputed, Contains("roles"));
  EXPECT_THAT(check.not_recomputed, Contains("configuration.versions"));
}

}  // namespace
}  // namespace arasha::clients
