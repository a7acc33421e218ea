// What could go wrong: a group that no row can be of, or a deadline of rows that names a field which no row
// has, is applied, and fails in a case; one row's hearing meets the deadline of another's.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/row_deadlines.h"
#include "tests/rules/row_samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::string FaultsOfRows(const std::function<void(v1::CaseType&)>& change) {
  v1::CaseType type = TypeWithHearings();
  change(type);
  const auto made = CaseType::Create(std::move(type));
  return made.ok() ? "" : std::string(made.status().message());
}

v1::DeadlineRule* RuleOfRows(v1::CaseType& type) { return type.mutable_deadlines(type.deadlines_size() - 2); }

TEST(RowGroups, EachFaultIsToldExactly) {
  const struct {
    std::string said;
    std::function<void(v1::CaseType&)> change;
  } rows[] = {
      {"", [](auto&) {}},
      {"row_groups hearings: is given twice", [](auto& t) { *t.add_row_groups() = t.row_groups(0); }},
      {"row_groups Hearings: an id is lower case",
       [](auto& t) { *t.add_row_groups() = t.row_groups(0), t.mutable_row_groups(1)->set_id("Hearings"); }},
      {"row_groups hearings label: must be given", [](auto& t) { t.mutable_row_groups(0)->clear_label(); }},
      {"row_groups hearings label_many: must be given",
       [](auto& t) { t.mutable_row_groups(0)->clear_label_many(); }},
      {"row_groups empty: at least one field is needed",
       [](auto& t) {
         *t.add_row_groups() = t.row_groups(0);
         t.mutable_row_groups(1)->set_id("empty"), t.mutable_row_groups(1)->clear_fields();
       }},
      {"row_groups hearings: max_rows is at most 500",
       [](auto& t) { t.mutable_row_groups(0)->set_max_rows(10'000); }},
      {"row_groups hearings: max_rows is at most 500",
       [](auto& t) { t.mutable_row_groups(0)->set_max_rows(-1); }},
      {"row_groups hearings court: is given twice",
       [](auto& t) { t.mutable_row_groups(0)->mutable_fields(2)->set_id("court"); }},
      {"row_groups hearings court: a kind is needed",
       [](auto& t) { t.mutable_row_groups(0)->mutable_fields(1)->clear_kind(); }},
      {"row_groups hearings court: required_for, not_before",
       [](auto& t) { t.mutable_row_groups(0)->mutable_fields(1)->add_required_for("finish"); }},
      {"deadlines outcome: per_row: there is no group of rows heirs",
       [](auto& t) { RuleOfRows(t)->set_per_row("heirs"); }},
      {"deadlines outcome starts_on: there is no DATE or TIME field court",
       [](auto& t) { RuleOfRows(t)->mutable_starts_on(0)->set_field("court"); }},
      {"deadlines outcome met_by: there is no DATE or TIME field due",
       [](auto& t) { RuleOfRows(t)->mutable_met_by(0)->set_field("due"); }},
      {"deadlines outcome when: there is no CHOICE, CHOICES or BOOL field colour",
       [](auto& t) {
         RuleOfRows(t)->add_when()->set_field("colour"), RuleOfRows(t)->mutable_when(0)->add_values("red");
       }},
      {"deadlines outcome: what each row has is started and met by fields of the row alone",
       [](auto& t) { RuleOfRows(t)->mutable_starts_on(0)->set_opened(true); }},
      {"deadlines outcome: what each row has is started and met by fields of the row alone",
       [](auto& t) { RuleOfRows(t)->mutable_met_by(0)->mutable_entry()->set_kind("VISIT"); }},
      {"deadlines outcome: a figure is of what happens once",
       [](auto& t) { RuleOfRows(t)->set_statistic("first_contact"); }},
      {"deadlines outcome: what each row has does not repeat",
       [](auto& t) {
         *RuleOfRows(t)->mutable_repeats() = Parse<v1::Recurrence>("phases { every { days: 1 } } runs: 2");
       }},
  };
  for (const auto& row : rows) {
    const std::string faults = FaultsOfRows(row.change);
    if (row.said.empty()) {
      EXPECT_EQ(faults, "");
    } else {
      EXPECT_THAT(faults, HasSubstr("sample.thing: " + row.said));
    }
  }
}

// Each deadline of a row, `outcome/1 DUE`, in UTC.
std::vector<std::string> StartedBy(const CaseType& type, const std::vector<v1::Row>& rows) {
  const google::protobuf::RepeatedPtrField<v1::Row> of_case(rows.begin(), rows.end());
  const google::protobuf::Struct no_details;
  const DeadlineFacts facts{
      .type = type, .host_state = "TR", .calendar = {}, .details = no_details, .rows = &of_case};
  std::vector<std::string> lines;
  for (const StartedDeadline& started : StartDeadlines(facts, {})) {
    lines.push_back(started.rule + absl::FormatTime(" %Y-%m-%d", started.due, absl::UTCTimeZone()));
  }
  return lines;
}

TEST(RowDeadlines, EachRowHasItsOwn) {
  const CaseType type = Made(TypeWithHearings());
  EXPECT_THAT(StartedBy(type, {RowSample("1", R"({"held_on": "2026-11-10"})"),
                               RowSample("2", R"({"held_on": "2026-11-20", "weight": "great"})"),
                               RowSample("3", R"({"court": "Istanbul"})"),
                               RowSample("4", R"({"held_on": "2026-11-20"})", "heirs")}),
              ElementsAre("outcome/1 2026-11-12", "outcome/2 2026-11-22", "great_outcome/2 2026-11-21"));
  EXPECT_EQ(type.FindDeadline("outcome/1"), type.FindDeadline("outcome"));
}

TEST(RowDeadlines, AreMetByTheirOwnRowAlone) {
  const CaseType type = Made(TypeWithHearings());
  google::protobuf::RepeatedPtrField<v1::Row> rows;
  *rows.Add() = RowSample("1", R"({"held_on": "2026-11-10", "told_on": "2026-11-11"})");
  *rows.Add() = RowSample("2", R"({"held_on": "2026-11-10"})");
  const auto happenings = OfRows(type, rows, absl::UTCTimeZone());
  const google::protobuf::Struct no_details;
  const DeadlineFacts facts{
      .type = type, .host_state = "TR", .calendar = {}, .details = no_details, .rows = &rows};
  const auto started = StartDeadlines(facts, happenings);
  ASSERT_EQ(started.size(), 2U);
  EXPECT_TRUE(MetAt(started[0].met_by, started[0].start, happenings).has_value());
  EXPECT_FALSE(MetAt(started[1].met_by, started[1].start, happenings).has_value());
  EXPECT_EQ(RowOf(started[0].rule), "1");
  EXPECT_EQ(RuleIdOf(started[0].rule), "outcome");
  EXPECT_EQ(RowOf("first_contact"), "");
}

}  // namespace
}  // namespace arasha::rules
