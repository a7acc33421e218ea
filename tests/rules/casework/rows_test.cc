// What could go wrong: a row is kept that its group does not know, or without what is required; ten thousand
// of them are; the timeline does not tell what a row said before.

#include "services/rules/casework/rows.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/rules/casework/migration.h"
#include "services/rules/deadlines/row_deadlines.h"
#include "tests/rules/row_samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

const absl::Time kJudged = At("2026-11-24T10:00:00Z");

TEST(CheckRow, JudgesItByItsGroup) {
  const CaseType type = Made(TypeWithHearings());
  const struct {
    std::string group;
    std::string details;
    std::vector<std::string> said;
  } rows[] = {
      {"hearings", R"({"held_on": "2026-12-24", "court": "Istanbul"})", {}},
      {"hearings", R"({"held_on": "2026-11-20", "told_on": "2026-11-23", "weight": "none"})", {}},
      {"hearings", "{}", {"row.details: is required"}},
      {"hearings", R"({"court": "Istanbul"})", {"row.details.held_on: is required"}},
      {"hearings", R"({"held_on": "tomorrow"})", {"row.details.held_on"}},
      {"hearings", R"({"held_on": "2026-11-20", "weight": "some"})", {"row.details.weight: must be one of"}},
      {"hearings", R"({"held_on": "2026-11-20", "judge": "K."})", {"row.details.judge"}},
      {"hearings", R"({"held_on": "2026-11-20", "told_on": "2026-12-20"})", {"row.details.told_on"}},
      {"heirs", R"({"held_on": "2026-11-20"})", {"row.group: must be one of: hearings"}},
      {"", R"({"held_on": "2026-11-20"})", {"row.group: must be one of: hearings"}},
  };
  for (const auto& row : rows) {
    const std::vector<std::string> lines =
        Lines(CheckRow(type, RowSample("1", row.details, row.group), kJudged, "row"));
    ASSERT_EQ(lines.size(), row.said.size()) << row.group << row.details;
    for (size_t i = 0; i < lines.size(); ++i) EXPECT_THAT(lines[i], HasSubstr(row.said[i])) << row.details;
  }
  EXPECT_THAT(Lines(CheckRow(Made(GoodType()), RowSample("1", "{}"), kJudged, "row")),
              ElementsAre(HasSubstr("row.group: cases of this type have no groups of rows")));
}

TEST(CheckRows, TooManyAreOneFault) {
  const CaseType type = Made(TypeWithHearings());
  Rows rows;
  for (int i = 0; i < 3; ++i) *rows.Add() = RowSample(std::to_string(i), R"({"held_on": "2026-11-20"})");
  EXPECT_THAT(Lines(CheckRows(type, rows, kJudged, "case.rows")), ElementsAre());
  EXPECT_FALSE(HasRoom(*type.FindRowGroup("hearings"), rows));
  rows.Mutable(1)->mutable_details()->mutable_fields()->erase("held_on");
  rows.Mutable(1)->mutable_details()->MergeFrom(Json(R"({"court": "Istanbul"})"));
  EXPECT_THAT(Lines(CheckRows(type, rows, kJudged, "case.rows")),
              ElementsAre(HasSubstr("case.rows[1].details.held_on: is required")));
  while (rows.size() < 10'000) *rows.Add() = RowSample("n", "{}");
  EXPECT_THAT(Lines(CheckRows(type, rows, kJudged, "case.rows")),
              ElementsAre(HasSubstr("case.rows: hearings takes 3 rows at most")));
  v1::RowGroup unsaid;
  EXPECT_EQ(MaxRows(unsaid), 200);
}

TEST(RowText, TellsWhatItWasAndWhatItIs) {
  const CaseType type = Made(TypeWithHearings());
  const v1::Row before = RowSample("7f", R"({"held_on": "2026-11-20", "court": "Istanbul"})");
  const v1::Row after = RowSample("7f", R"({"held_on": "2026-11-27", "court": "Istanbul"})");
  EXPECT_EQ(RowText(type, {}, before),
            "row: hearings/7f\ndetails.held_on: — → 2026-11-20\ndetails.court: — → Istanbul");
  EXPECT_EQ(RowText(type, before, after), "row: hearings/7f\ndetails.held_on: 2026-11-20 → 2026-11-27");
  EXPECT_EQ(RowText(type, before, {}),
            "row: hearings/7f\ndetails.held_on: 2026-11-20 → —\ndetails.court: Istanbul → —");
}

TEST(Migrated, LeavesTheDeadlinesOfARowThatDoesNotOpen) {
  const CaseType type = Made(TypeWithHearings());
  const google::protobuf::Struct none;
  Rows rows;
  *rows.Add() = RowSample("7f", R"({"held_on": "2026-11-24"})");
  const DeadlineFacts facts = {type, "TR", Istanbul(), none, true, kJudged, "open", &rows};
  std::vector<DeadlineCourse> courses;
  for (const StartedDeadline& started : StartDeadlines(facts, {})) courses.push_back({.started = started});
  ASSERT_EQ(courses.size(), 1U);
  EXPECT_EQ(courses.front().started.rule, "outcome/7f");
  EXPECT_FALSE(IsOfUnreadableRow("outcome/7f", facts));
  rows.Mutable(0)->clear_details();
  EXPECT_TRUE(IsOfUnreadableRow("outcome/7f", facts));
  EXPECT_FALSE(IsOfUnreadableRow("outcome/80", facts)) << "of a row that was taken off";
  EXPECT_FALSE(IsOfUnreadableRow("answer", facts));
  EXPECT_THAT(Migrated(facts, {}, courses, kJudged), ElementsAre()) << "it is left as it stands";
  rows.Clear();
  const std::vector<DeadlineCourse> ended = Migrated(facts, {}, courses, kJudged);
  ASSERT_EQ(ended.size(), 1U);
  EXPECT_EQ(ended.front().started.start, absl::InfiniteFuture());
}

TEST(CheckMigration, RowsStandInTheWayOfAVersionThatDoesNotKnowThem) {
  v1::Case message;
  message.set_state(GoodType().states(0).id());
  *message.add_rows() = RowSample("1", R"({"held_on": "2026-11-20", "court": "Istanbul"})");
  const auto lines = [&](const v1::CaseType& to) {
    std::vector<std::string> of_rows;
    for (const std::string& line : Lines(CheckMigration(message, Made(to)))) {
      if (line.rfind("case.rows", 0) == 0) of_rows.push_back(line);
    }
    return of_rows;
  };
  EXPECT_THAT(lines(TypeWithHearings()), ElementsAre());
  EXPECT_THAT(lines(GoodType()),
              ElementsAre(HasSubstr("case.rows[0].group: this version has no group hearings")));
  v1::CaseType narrower = TypeWithHearings();
  narrower.mutable_row_groups(0)->mutable_fields()->DeleteSubrange(1, 1);
  EXPECT_THAT(lines(narrower), ElementsAre(HasSubstr("case.rows[0].details.court")));
}

}  // namespace
}  // namespace arasha::rules
