// What could go wrong: an operation is counted twice or in no row, a list counts as an access to a case, or a
// table on paper says in every row what the cover says.

#include <gmock/gmock.h>

#include <algorithm>
#include <map>
#include <tuple>

#include "services/reports/document/value_text.h"
#include "tests/reports/kinds_fixture.h"

namespace arasha::reports {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

class Operations : public Kinds {};

// The command line lists cases whenever it completes a number.
TEST_F(Operations, ListsAreNoAccessesToACase) {
  storage::LeafTally tally;
  tally.leaves = 60;
  for (const auto& [action, denied, leaves] :
       {std::tuple("GetCase", false, 3), std::tuple("ListEntries", false, 2),
        std::tuple("AddEntry", false, 1), std::tuple("BreakGlass", false, 1), std::tuple("GetCase", true, 3),
        std::tuple("ListCases", false, 50)}) {
    tally.by_actor.push_back({"", "staff/a.omarova", action, denied, "", leaves});
  }
  leaves_.Add(tally);
  order_.kind = v1::REPORT_KIND_ACCESS_TO_CASE;
  Document document;
  ASSERT_TRUE(AddAccess(Context(), 1, document).ok());
  std::map<std::string, int64_t> cover;
  for (const Headline& headline : document.headlines) cover[headline.id] = std::get<int64_t>(headline.value);
  EXPECT_EQ(cover["access.accesses"], 10);
  EXPECT_EQ(cover["activity.changes"], 2);
  EXPECT_EQ(cover["activity.refused"], 3);
  EXPECT_EQ(cover["access.lists"], 50);
  const Row& row = RowOf(TableOf(document, "by_person"), "staff/a.omarova");
  std::vector<int64_t> counts;
  for (size_t i = 1; i < row.size(); ++i) counts.push_back(std::get<int64_t>(row[i]));
  EXPECT_THAT(counts, ElementsAre(5, 50, 2, 3, 60));
}

TEST_F(Operations, OperationsOfMissionsAddUpToAllOfThem) {
  storage::LeafTally tally;
  tally.leaves = 5;
  tally.by_actor = {{"", "staff/a.omarova", "GetCase", false, "", 5}};
  tally.by_mission = {{"", "", "", false, "", 2}, {"", "", "", false, "IST", 3}};
  leaves_.Add(tally);
  order_.kind = v1::REPORT_KIND_ACTIVITY;
  Document document;
  ASSERT_TRUE(AddActivity(Context(), document).ok());
  const Table& table = TableOf(document, "by_mission");
  EXPECT_THAT(table.keys, ElementsAre("IST", "none"));
  EXPECT_EQ(ValueText(table.rows[1][0], texts_, order_.zone), "Without a mission");
  EXPECT_EQ(RawText(table.rows[1][0], order_.zone), "") << "as in the list of exports";
  EXPECT_EQ(std::get<int64_t>(table.rows[1][1]), 2);
  EXPECT_EQ(std::get<int64_t>((*table.total)[1]), 5);
}

TEST_F(Operations, ADownloadSaysOfWhichMissionItsReportWas) {
  order_.kind = v1::REPORT_KIND_EXPORTS;
  storage::LeafTally tally;
  tally.leaves = 2;
  tally.by_actor = {{"", "staff/a.omarova", "ReadReport", false, "", 2}};
  leaves_.Add(tally);
  for (const auto& [language, name] :
       {std::pair(Language::kEn, "IST · Istanbul"), std::pair(Language::kRu, "IST · Стамбул"),
        std::pair(Language::kKk, "IST · Стамбұл")}) {
    const Texts texts(language);
    const Names names(texts, {{"IST", Istanbul()}}, {}, nullptr);
    Document document;
    const auto spool = std::make_shared<LeafSpool>([](LeafSink sink) {
      storage::ReportedLeaf leaf;
      leaf.action = "ReadReport";
      leaf.mission = "IST";
      if (absl::Status s = sink(leaf); !s.ok()) return s;
      leaf.mission = "";
      return sink(leaf);
    });
    ASSERT_TRUE(AddExports({order_, texts, names, leaves_, spool}, document).ok());
    const Table& table = TableOf(document, "leaves");
    ASSERT_THAT(table.rows, SizeIs(2));
    const auto column = std::find_if(table.columns.begin(), table.columns.end(),
                                     [](const Column& one) { return one.id == "mission"; });
    ASSERT_NE(column, table.columns.end());
    EXPECT_EQ(column->title, texts.Text("heading.mission"));
    const auto mission = static_cast<size_t>(column - table.columns.begin());
    EXPECT_EQ(ValueText(table.rows[0][mission], texts, order_.zone), name);
    EXPECT_EQ(RawText(table.rows[0][mission], order_.zone), "IST");
    EXPECT_EQ(RawText(table.rows[1][mission], order_.zone), "") << "of several, a person or a case";
    EXPECT_EQ(table.note, texts.Text("exports.list_note"));
  }
}

TEST_F(Operations, ChartsByDayLeaveOutListsAndDaysToCome) {
  order_.kind = v1::REPORT_KIND_ACTIVITY;
  order_.made_at = absl::FromCivil(absl::CivilSecond(2026, 11, 3, 15, 54, 0), order_.zone);
  storage::LeafTally tally;
  tally.leaves = 9;
  tally.by_day = {{"2026-11-02", "", "GetCase", false, "", 4},
                  {"2026-11-02", "", "ListCases", false, "", 3},
                  {"2026-11-03", "", "ListCases", true, "", 2}};
  leaves_.Add(tally);
  const LineChart operations = OperationsChart(Context(), kOperations);
  EXPECT_THAT(operations.points, ElementsAre("11-01", "11-02", "11-03"));
  EXPECT_THAT(operations.series[0].values, ElementsAre(0.0, 4.0, 2.0)) << "a refusal is no list";
  Document document;
  AddWorkload(Context(), {{}, {}, {}}, document);
  EXPECT_THAT(std::get<LineChart>(document.sections[0].blocks[0]).points, SizeIs(3));
}

TEST_F(Operations, OfASingleDayThereIsNoChart) {
  order_.end = order_.start + absl::Hours(24);
  Document document;
  ASSERT_TRUE(AddActivity(Context(), document).ok());
  ASSERT_TRUE(AddAccess(Context(), 1, document).ok());
  ASSERT_TRUE(AddExports(Context(), document).ok());
  AddWorkload(Context(), {{}, {}, {}}, document);
  for (const Section& section : document.sections) {
    for (const Block& block : section.blocks) EXPECT_FALSE(std::holds_alternative<LineChart>(block));
  }
}

TEST_F(Operations, WhatTheCoverSaysNoRowRepeatsInPrint) {
  const auto printed = [&](const Document& document, const std::string& id) {
    std::vector<std::string> columns;
    for (const Column& column : Printed(TableOf(document, id)).columns) columns.push_back(column.id);
    return columns;
  };
  Document of_person;
  order_.kind = v1::REPORT_KIND_ACCESS_BY_PERSON;
  ASSERT_TRUE(AddAccess(Context(), 1, of_person).ok());
  EXPECT_THAT(printed(of_person, "leaves"), ElementsAre("place", "time", "action", "case", "outcome"));
  EXPECT_THAT(TableOf(of_person, "leaves").columns, SizeIs(6)) << "programs read all of them";
  Document of_case;
  order_.kind = v1::REPORT_KIND_ACCESS_TO_CASE;
  ASSERT_TRUE(AddAccess(Context(), 1, of_case).ok());
  EXPECT_THAT(printed(of_case, "leaves"), ElementsAre("place", "time", "actor", "action", "outcome"));
  Document of_mission;
  order_.mission = "IST";
  storage::MissionLoad load;
  load.mission = "IST";
  AddWorkload(Context(), {{load}, {{"staff/a.omarova", "IST", 3, 4}}, {}}, of_mission);
  EXPECT_THAT(printed(of_mission, "by_officer"), ElementsAre("officer", "open", "entries"));
  EXPECT_THAT(Printed(TableOf(of_mission, "by_officer")).rows[0], SizeIs(3));
  EXPECT_EQ(printed(of_mission, "by_mission").front(), "open_start");
}

}  // namespace
}  // namespace arasha::reports
