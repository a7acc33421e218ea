// A docket that opens as one column of garbled letters is typed off again by hand; one whose dates are texts
// is sorted wrongly; one whose cells are formulas runs what a stranger wrote.

#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/clients/commands/lists.h"
#include "tests/clients/commands/shown_case.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

class SpreadsheetTest : public testing::Test {
 protected:
  SpreadsheetTest() : arasha_(server_) {
    *cases_.add_cases() = ShownCase();
    server_.Answer("ListCases", cases_);
  }

  std::string List(const std::vector<std::string>& more = {}) {
    server_.Answer("ListCases", cases_);
    std::vector<std::string> arguments = {"case", "list", "--output", "sheet"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arasha_.Run(arguments).out;
  }

  FakeServer server_;
  Arasha arasha_;
  v1::ListCasesResponse cases_;
};

// Marks stand beside the times that they are about, which are nothing but times; no column depends on what
// the rows hold.
TEST_F(SpreadsheetTest, HasTheColumnsOfTheTable) {
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"pb(name: "missions/IST/cases/IST-2026-000124"
           type: "rights.detention"
           state: "received"
           priority: PRIORITY_HIGH
           next_due_time { seconds: 1795500000 }
           reminder_time { seconds: 1795500000 })pb",
      cases_.add_cases()));
  EXPECT_EQ(List(),
            "\uFEFF"
            "CASE;SUBJECT;NEXT DUE (Europe/Istanbul);NEXT DUE: MARK;REMINDER;REMINDER: MARK;STATE;OFFICER;"
            "PRIORITY;TYPE\r\n"
            "IST-2026-000123;Нұрлан Жұмабаев;2026-11-24 14:05;;;;registered;a.omarova;urgent;"
            "rights.detention\r\n"
            "IST-2026-000124;;2026-11-24 09:00;overdue;2026-11-24;due;received;;high;rights.detention\r\n");
}

TEST_F(SpreadsheetTest, SpeaksTheReadersLanguage) {
  v1::ListCaseTypesResponse types;
  *types.add_case_types() = ShownType();
  server_.Answer("ListCaseTypes", types);
  cases_.mutable_cases(0)->mutable_next_due_time()->set_seconds(1795500000);
  EXPECT_THAT(
      List({"--lang", "kk"}),
      AllOf(StartsWith("\uFEFFІС;ІС СУБЪЕКТІСІ;ЖАҚЫН МЕРЗІМ (Europe/Istanbul);ЖАҚЫН МЕРЗІМ: БЕЛГІ;"),
            HasSubstr(";2026-11-24 09:00;мерзімі өтті;"), HasSubstr(";Тіркелді;"), HasSubstr(";Ұстау\r\n")));
  EXPECT_THAT(List({"--lang", "ru"}),
              AllOf(StartsWith("\uFEFFДЕЛО;ЛИЦО ПО ДЕЛУ;БЛИЖАЙШИЙ СРОК (Europe/Istanbul);БЛИЖАЙШИЙ СРОК: "
                               "ОТМЕТКА;"),
                    HasSubstr(";просрочено;")));
}

TEST_F(SpreadsheetTest, HasTheColumnsAskedForWithWholeValues) {
  arasha_.terminal = true;
  arasha_.columns = 20;
  EXPECT_EQ(List({"--columns", "summary,receivedTime"}),
            "\uFEFFSUMMARY;RECEIVED (Europe/Istanbul)\r\n"
            "\"Detained,\n\"\"at\"\" the airport\";2026-11-24 12:05\r\n");
}

TEST_F(SpreadsheetTest, KeepsSeparatorsAndFormulasApart) {
  const struct {
    const char* summary;
    const char* value;
  } kCases[] = {{"=1+1", "'=1+1"},
                {"=A1;B1", "\"'=A1;B1\""},
                {"bail; appeal", "\"bail; appeal\""},
                // What LibreOffice takes for separators, too.
                {"bail, appeal", "\"bail, appeal\""},
                {"bail\tappeal", "\"bail\tappeal\""}};
  for (const auto& [summary, value] : kCases) {
    cases_.mutable_cases(0)->set_summary(summary);
    EXPECT_EQ(List({"--columns", "summary"}), std::string("\uFEFFSUMMARY\r\n").append(value) + "\r\n");
  }
}

// In a table a time in summer has its own offset behind it, and would be no time here.
TEST_F(SpreadsheetTest, HasTimesByOneClockInSummerAndWinter) {
  cases_.mutable_cases(0)->mutable_create_time()->set_seconds(1784116800);
  EXPECT_EQ(List({"--time-zone", "Europe/Berlin", "--columns", "createTime,receivedTime"}),
            "\uFEFFCREATED (Europe/Berlin);RECEIVED (Europe/Berlin)\r\n"
            "2026-07-15 14:00;2026-11-24 10:05\r\n");
  EXPECT_THAT(List({"--time-zone", "UTC", "--columns", "receivedTime"}), HasSubstr("RECEIVED (UTC)\r\n"));
}

TEST_F(SpreadsheetTest, IsForEveryList) {
  v1::ListAuditEntriesResponse entries;
  entries.add_entries()->set_action("GetCase");
  entries.mutable_entries(0)->set_decision(v1::AUDIT_DECISION_DONE);
  server_.Answer("ListAuditEntries", entries);
  for (const std::vector<std::string>& list : Lists()) {
    std::vector<std::string> arguments = list;
    arguments.insert(arguments.end(), {"--output", "sheet"});
    const Ran ran = arasha_.Run(arguments);
    EXPECT_EQ(ran.exit_code, 0) << list.front() << ran.err;
    EXPECT_THAT(ran.out, AllOf(StartsWith("\uFEFF"), HasSubstr(";"), HasSubstr("\r\n"))) << list.front();
  }
}

TEST_F(SpreadsheetTest, IsRefusedOfAnythingElseBeforeAnythingIsDone) {
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"case", "show", "IST-2026-000123"},
                                             {"case", "open", "--type", "rights.detention"},
                                             {"reminder", "add", "IST-2026-000123", "1d", "Ask again"},
                                             {"report", "create", "statistics"},
                                             {"audit", "verify", "log.zst"},
                                             {"whoami"}}) {
    std::vector<std::string> arguments = command;
    arguments.insert(arguments.end(), {"--output", "sheet"});
    const Ran ran = arasha_.Run(arguments);
    EXPECT_EQ(ran.exit_code, 2) << command.back();
    EXPECT_THAT(ran.out, testing::IsEmpty());
    EXPECT_THAT(ran.err,
                AllOf(HasSubstr("--output sheet is for lists only."), HasSubstr("arasha case list")));
  }
  EXPECT_THAT(server_.calls(), testing::IsEmpty());
}

}  // namespace
}  // namespace arasha::clients
