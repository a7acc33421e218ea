// A list that shows what it was not asked for, or another field under a heading, misleads whoever reads it:
// every list takes --columns, every name that it takes is a field, and table and CSV speak of the same.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "clients/print/list_columns.h"
#include "clients/print/message_fields.h"
#include "tests/clients/commands/lists.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class ColumnsTest : public testing::Test {
 protected:
  ColumnsTest() : arasha_(server_) {
    v1::ListCasesResponse cases;
    EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
        R"pb(cases {
               name: "missions/IST/cases/IST-2026-000123"
               state: "registered"
               host_state: "TR"
               sensitivity: SENSITIVITY_SENSITIVE
               create_time { seconds: 1795518300 }
             })pb",
        &cases));
    server_.Answer("ListCases", cases);
  }

  Ran List(const std::string& columns, const std::vector<std::string>& more = {}) {
    std::vector<std::string> arguments = {"case", "list", "--mission", "IST", "--columns", columns};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arasha_.Run(arguments);
  }

  FakeServer server_;
  Arasha arasha_;
};

TEST_F(ColumnsTest, StandInTheOrderAskedFor) {
  EXPECT_EQ(List("state,name").out,
            "STATE       CASE\n"
            "registered  IST-2026-000123\n");
}

TEST_F(ColumnsTest, AreFieldsWithoutAColumnOfTheirOwnToo) {
  EXPECT_EQ(List("hostState,sensitivity,createTime").out,
            "HOST STATE  SENSITIVITY  CREATED (UTC+03:00)\n"
            "Türkiye     sensitive    2026-11-24 14:05\n");
}

TEST_F(ColumnsTest, AreTheSameInCsv) {
  EXPECT_EQ(List("hostState,name,createTime", {"--output", "csv"}).out,
            "host_state,name,create_time\r\n"
            "TR,missions/IST/cases/IST-2026-000123,2026-11-24T11:05:00Z\r\n");
}

TEST_F(ColumnsTest, JsonHasThemAll) {
  const Ran ran = List("name", {"--output", "json"});
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, HasSubstr("--columns"));
  EXPECT_THAT(server_.calls(), testing::IsEmpty());
}

TEST_F(ColumnsTest, UnknownOnesAreNamedWithWhatWasMeant) {
  const Ran ran = List("name,next_due_time");
  EXPECT_EQ(ran.exit_code, 2);
  EXPECT_THAT(ran.err, AllOf(HasSubstr("hostState"), HasSubstr("did you mean nextDueTime?")));
  EXPECT_THAT(server_.calls(), testing::IsEmpty());
}

TEST_F(ColumnsTest, OfTypesLeaveOutTheDescriptionUnlessAskedForIt) {
  v1::ListCaseTypesResponse types;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(case_types {
             id: "rights.detention"
             version: 2
             label { en: "Arrest or detention" }
             description { en: "Somebody is held." }
           })pb",
      &types));
  server_.Answer("ListCaseTypes", types);
  EXPECT_EQ(arasha_.Run({"type", "list"}).out,
            "ID                VERSION  NAME\n"
            "rights.detention  2        Arrest or detention\n");
  EXPECT_EQ(arasha_.Run({"type", "list", "--columns", "id,description"}).out,
            "ID                DESCRIPTION\n"
            "rights.detention  Somebody is held.\n");
}

// What a list tells nothing of has no column there.
TEST_F(ColumnsTest, OfTypesInCsvAreThoseThatListsHave) {
  v1::ListCaseTypesResponse types;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(case_types { id: "rights.detention" version: 2 })pb", &types));
  server_.Answer("ListCaseTypes", types);
  EXPECT_EQ(arasha_.Run({"type", "list", "--output", "csv"}).out,
            "id,version,label,description\r\n"
            "rights.detention,2,,\r\n");
}

TEST_F(ColumnsTest, AreCompletedOneByOne) {
  EXPECT_EQ(arasha_.Run({"complete", "case", "list", "--columns", "hostS"}).out, "hostState\t\n");
  EXPECT_EQ(arasha_.Run({"complete", "case", "list", "--columns", "name,hostS"}).out, "name,hostState\t\n");
}

TEST_F(ColumnsTest, AreForEveryList) {
  for (const std::vector<std::string>& list : Lists()) {
    std::vector<std::string> help = list;
    help.emplace_back("--help");
    EXPECT_THAT(arasha_.Run(help).out, HasSubstr("--columns")) << list.front();
  }
}

// Of what waits for a second person there are sheets by themselves, of grants on a narrow terminal.
TEST_F(ColumnsTest, MakeATableOfSheets) {
  v1::ListApprovalsResponse approvals;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(approvals {
             name: "missions/IST/cases/IST-2026-000123/approvals/1"
             event: "close"
             proposed_by: "staff/a.omarova"
             state: APPROVAL_STATE_WAITING
           })pb",
      &approvals));
  server_.Answer("ListApprovals", approvals);
  EXPECT_EQ(arasha_.Run({"approval", "list", "--mission", "IST", "--columns", "name,event,proposedBy"}).out,
            "CASE             EVENT  PROPOSED BY\n"
            "IST-2026-000123  close  staff/a.omarova\n");
}

// In every language, under a heading that is a text and not its key.
template <typename Row>
void ExpectFields() {
  for (const std::string& name : ColumnNames<Row>()) {
    EXPECT_THAT(FieldPathOf(*Row::descriptor(), name), Not(testing::IsEmpty())) << name;
  }
  for (const Language language : kLanguages) {
    const Texts texts(language);
    TableStyle style = {texts, absl::UTCTimeZone(), absl::UnixEpoch(), std::nullopt, false};
    style.fields = ColumnNames<Row>();
    const std::vector<ListColumn<Row>> shown = ShownColumns<Row>(style);
    const Grid grid = GridOf(absl::MakeConstSpan(shown), google::protobuf::RepeatedPtrField<Row>(), style);
    ASSERT_EQ(grid.columns.size(), style.fields.size());
    for (size_t i = 0; i < style.fields.size(); ++i) {
      EXPECT_THAT(grid.columns[i].title, Not(HasSubstr("column."))) << CodeOf(language) << style.fields[i];
    }
  }
}

TEST(ColumnNamesTest, AreFieldsOfTheRows) {
  ExpectFields<v1::AccessGrant>();
  ExpectFields<v1::Approval>();
  ExpectFields<v1::AuditEntry>();
  ExpectFields<v1::Case>();
  ExpectFields<v1::CaseType>();
  ExpectFields<v1::CheckedItem>();
  ExpectFields<v1::Checkpoint>();
  ExpectFields<v1::Colleague>();
  ExpectFields<v1::Principal>();
  ExpectFields<v1::Reminder>();
  ExpectFields<v1::Warning>();
  ExpectFields<v1::Report>();
  ExpectFields<v1::ReportSchedule>();
}

TEST(ColumnNamesTest, BeginWithTheColumnsAndLeaveOutWhatFitsInNoCell) {
  const std::vector<std::string> names = ColumnNames<v1::Report>();
  EXPECT_THAT(std::vector<std::string>(names.begin(), names.begin() + 3),
              ElementsAre("name", "order.kind", "order.mission"));
  EXPECT_THAT(names, Contains("requestedBy"));
  EXPECT_THAT(names, Not(Contains("files")));
}

}  // namespace
}  // namespace arasha::clients
