// What could go wrong: a row that its group does not know is kept, or what it said is lost or stands in
// clear; two people change one row and one of them unknowingly; the deadline of a row outlives it, or is met
// by another's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "proto/stable_bytes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;
using Stub = v1::Cases::Stub;

class GroupRows : public support::SharedServerTest {
 protected:
  v1::Case Get(const std::string& name) { return Do(&Stub::GetCase, support::Get(name)); }
  v1::Entry Last(const std::string& name) {
    const auto page = Do(&Stub::ListEntries, support::ListEntries(name));
    return *page.entries().rbegin();
  }
  // Of the deadline of each row, by the row's name: "runs", "met" or "missed".
  std::map<std::string, std::string> Outcomes(const std::string& name) {
    std::map<std::string, std::string> states;
    const v1::Case matter = Get(name);
    for (const v1::Deadline& deadline : matter.deadlines()) {
      if (deadline.rule() != "hearing_outcome") continue;
      states[deadline.row()] = deadline.has_met_time()                         ? "met"
                               : deadline.state() == v1::DEADLINE_STATE_MISSED ? "missed"
                               : deadline.state() == v1::DEADLINE_STATE_LAPSED ? "lapsed"
                                                                               : "runs";
    }
    return states;
  }
};

TEST_F(GroupRows, AreAddedChangedAndTakenOff) {
  StartAfresh();
  const std::string name = Open().name();
  const v1::Row added = Do(&Stub::AddRow, support::AddHearing(name));
  EXPECT_THAT(added.name(), HasSubstr(name + "/rows/"));
  EXPECT_EQ(added.etag(), "1");
  EXPECT_TRUE(added.has_create_time());
  ASSERT_EQ(Get(name).rows_size(), 1);
  EXPECT_EQ(StableBytes(Get(name).rows(0)), StableBytes(added));
  const std::string which = absl::StrCat("row: hearings/", added.name().substr(added.name().rfind('/') + 1));
  EXPECT_EQ(Last(name).kind(), v1::ENTRY_KIND_ROW_ADDED);
  EXPECT_EQ(Last(name).text(), which + "\ndetails.held_on: — → 2026-11-20\ndetails.court: — → Sulh Ceza");

  const v1::Row changed =
      Do(&Stub::UpdateRow, support::UpdateRow(added.name(), R"({"court": "Ağır Ceza", "purpose": "bail"})"));
  EXPECT_EQ(changed.etag(), "2");
  EXPECT_TRUE(changed.has_update_time());
  EXPECT_EQ(changed.details().fields().at("held_on").string_value(), "2026-11-20") << "not in the mask";
  EXPECT_EQ(StableBytes(Get(name).rows(0)), StableBytes(changed));
  EXPECT_EQ(Last(name).kind(), v1::ENTRY_KIND_ROW_UPDATED);
  EXPECT_EQ(Last(name).text(), which + "\ndetails.court: Sulh Ceza → Ağır Ceza\ndetails.purpose: — → bail");
  v1::UpdateRowRequest cleared = support::UpdateRow(added.name(), "{}");
  cleared.mutable_update_mask()->add_paths("details.purpose");
  EXPECT_FALSE(Do(&Stub::UpdateRow, cleared).details().fields().contains("purpose"))
      << "named, not given: cleared";

  const v1::Row removed = Do(&Stub::RemoveRow, support::RemoveRow(added.name()));
  EXPECT_TRUE(removed.has_remove_time());
  EXPECT_EQ(Get(name).rows_size(), 0);
  EXPECT_EQ(Last(name).kind(), v1::ENTRY_KIND_ROW_REMOVED);
  EXPECT_THAT(Last(name).text(), HasSubstr("details.court: Ağır Ceza → —"));
  EXPECT_THAT(Last(name).text(), HasSubstr("reason: entered twice"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM group_row"), "1") << "its record stays";
}

TEST_F(GroupRows, AreSealed) {
  StartAfresh();
  const std::string name = Open().name();
  Do(&Stub::AddRow, support::AddHearing(name, "2026-11-20", "Silivri"));
  EXPECT_THAT(database().Value("SELECT row_to_json(r) FROM group_row r"), Not(HasSubstr("Silivri")));
  EXPECT_EQ(database().Value("SELECT count(*) FROM group_row WHERE position('Silivri'::bytea IN sealed) > 0"),
            "0");
}

TEST_F(GroupRows, AreRefusedExactly) {
  const std::string name = Open().name();
  v1::AddRowRequest request = support::AddHearing(name);
  request.mutable_row()->set_group("heirs");
  EXPECT_EQ(Line(Try(&Stub::AddRow, request)), "INVALID_ARGUMENT/INVALID_FIELD(row.group)");
  request = support::AddHearing(name, "yesterday");
  EXPECT_EQ(Line(Try(&Stub::AddRow, request)), "INVALID_ARGUMENT/INVALID_FIELD(row.details.held_on)");
  request = support::AddHearing(name);
  request.mutable_row()->clear_details();
  EXPECT_EQ(Line(Try(&Stub::AddRow, request)), "INVALID_ARGUMENT/INVALID_FIELD(row.details)");
  EXPECT_EQ(Get(name).rows_size(), 0);

  const v1::Row added = Do(&Stub::AddRow, support::AddHearing(name));
  EXPECT_EQ(Line(Try(&Stub::UpdateRow, support::UpdateRow(added.name(), R"({"judge": "K."})"))),
            "INVALID_ARGUMENT/INVALID_FIELD(row.details.judge)");
  v1::UpdateRowRequest update = support::UpdateRow(added.name(), R"({"court": "x"})");
  update.mutable_update_mask()->add_paths("group");
  EXPECT_EQ(Line(Try(&Stub::UpdateRow, update)), "INVALID_ARGUMENT/INVALID_FIELD(update_mask)");
  update = support::UpdateRow(added.name(), R"({"court": "x"})");
  update.mutable_row()->set_etag("7");
  EXPECT_EQ(Line(Try(&Stub::UpdateRow, update)), "ABORTED/ETAG_MISMATCH");
  v1::RemoveRowRequest remove = support::RemoveRow(added.name());
  remove.clear_reason();
  EXPECT_EQ(Line(Try(&Stub::RemoveRow, remove)), "INVALID_ARGUMENT/INVALID_FIELD(reason)");
  Do(&Stub::RemoveRow, support::RemoveRow(added.name()));
  EXPECT_EQ(Line(Try(&Stub::RemoveRow, support::RemoveRow(added.name()))), "NOT_FOUND/NOT_FOUND");
  EXPECT_EQ(Line(Try(&Stub::UpdateRow, support::UpdateRow(added.name(), R"({"court": "x"})"))),
            "NOT_FOUND/NOT_FOUND");
}

TEST_F(GroupRows, ComeWithTheCaseOrNotAtAll) {
  v1::CreateCaseRequest request = support::OpenDetention();
  *request.mutable_case_()->add_rows() = support::AddHearing("", "2026-11-20", "First").row();
  *request.mutable_case_()->add_rows() = support::AddHearing("", "2026-11-21", "Second").row();
  const v1::Case opened = Do(&Stub::CreateCase, request);
  const v1::Case read = Get(opened.name());
  ASSERT_EQ(read.rows_size(), 2);
  for (int i = 0; i < 2; ++i) EXPECT_THAT(read.rows(i).name(), HasSubstr(opened.name() + "/rows/"));
  EXPECT_EQ(Outcomes(opened.name()).size(), 2U);
  v1::ListCasesRequest list = support::ListCases("missions/IST");
  const v1::ListCasesResponse page = Do(&Stub::ListCases, list);
  for (const v1::Case& matter : page.cases()) EXPECT_EQ(matter.rows_size(), 0);

  request = support::OpenDetention();
  while (request.case_().rows_size() < 10'000) {
    request.mutable_case_()->add_rows()->set_group("hearings");
  }
  EXPECT_EQ(Line(Try(&Stub::CreateCase, request)), "INVALID_ARGUMENT/INVALID_FIELD(case.rows)");
}

TEST_F(GroupRows, ARepeatIsAnsweredAsAtFirst) {
  const std::string name = Open().name();
  const v1::AddRowRequest add = support::AddHearing(name);
  const v1::Row added = Do(&Stub::AddRow, add);
  const v1::UpdateRowRequest update = support::UpdateRow(added.name(), R"({"court": "Ağır Ceza"})");
  const v1::Row changed = Do(&Stub::UpdateRow, update);
  const v1::RemoveRowRequest remove = support::RemoveRow(added.name());
  const v1::Row removed = Do(&Stub::RemoveRow, remove);
  EXPECT_EQ(StableBytes(Do(&Stub::AddRow, add)), StableBytes(added));
  EXPECT_EQ(StableBytes(Do(&Stub::UpdateRow, update)), StableBytes(changed));
  EXPECT_EQ(StableBytes(Do(&Stub::RemoveRow, remove)), StableBytes(removed));
  EXPECT_EQ(Get(name).rows_size(), 0);
}

TEST_F(GroupRows, EachHasItsOwnDeadlines) {
  const std::string name = Open().name();
  const std::string first = Do(&Stub::AddRow, support::AddHearing(name, "2026-11-03")).name();
  const std::string second = Do(&Stub::AddRow, support::AddHearing(name, "2099-11-16")).name();
  EXPECT_THAT(Outcomes(name), UnorderedElementsAre(Pair(first, "missed"), Pair(second, "runs")));
  Do(&Stub::UpdateRow, support::UpdateRow(first, R"({"outcome_date": "2026-11-04"})"));
  EXPECT_THAT(Outcomes(name), UnorderedElementsAre(Pair(first, "met"), Pair(second, "runs")));
  v1::ExplainDeadlineRequest explain;
  explain.set_name(name);
  explain.set_rule("hearing_outcome");
  EXPECT_EQ(Line(Try(&Stub::ExplainDeadline, explain)), "INVALID_ARGUMENT/INVALID_FIELD(rule)")
      << "of which row is not said";
  explain.set_rule("hearing_outcome/" + first.substr(first.rfind('/') + 1));
  const v1::DeadlineExplanation explained = Do(&Stub::ExplainDeadline, explain);
  EXPECT_EQ(explained.deadline().row(), first);
  EXPECT_TRUE(explained.deadline().has_met_time());

  Do(&Stub::UpdateRow, support::UpdateRow(second, R"({"held_on": "2026-11-03"})"));
  EXPECT_THAT(Outcomes(name), UnorderedElementsAre(Pair(first, "met"), Pair(second, "missed")));
  Do(&Stub::RemoveRow, support::RemoveRow(second));
  EXPECT_THAT(Outcomes(name), ElementsAre(Pair(first, "met"))) << "nothing is owed of what is no hearing";
}

TEST_F(GroupRows, OfAClosedCaseNoneIsAdded) {
  const std::string name = Open().name();
  const std::string row = Do(&Stub::AddRow, support::AddHearing(name, "2099-11-16")).name();
  Close(name);
  EXPECT_THAT(Outcomes(name), ElementsAre(Pair(row, "lapsed")));
  EXPECT_EQ(Line(Try(&Stub::AddRow, support::AddHearing(name))), "FAILED_PRECONDITION/CASE_CLOSED");
}

}  // namespace
}  // namespace arasha
