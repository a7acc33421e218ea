// What could go wrong: the warnings of somebody else are shown or said to be seen; it cannot be told which
// deadline is meant, or to whom it was told; `--due` leaves out what is due.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "arasha/v1/warnings.pb.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kWarnedCase = "missions/IST/cases/IST-2026-000123";
const std::string kNear = kWarnedCase + "/warnings/019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b";
const std::string kPassed = kWarnedCase + "/warnings/019a1b2c-3d4e-7f50-8a6b-7c8d4f21c07a";

v1::ListWarningsResponse NearAndPassed() {
  v1::ListWarningsResponse list;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      absl::StrCat(R"(warnings { name: ")", kPassed,
                   R"(" kind: WARNING_KIND_PASSED rule: "first_contact" run: 1
                     warning_rule: "passed" due_time { seconds: 1795432000 } recipient: "head"
                     subject: "Жұмабаев Әсет" case_type: "rights.detention" assignee: "staff/a.omarova" }
         warnings { name: ")",
                   kNear, R"(" kind: WARNING_KIND_NEAR rule: "visit" run: 2 warning_rule: "near"
                     due_time { seconds: 1795604700 } recipient: "assignee" subject: "Жұмабаев Әсет"
                     case_type: "rights.detention" assignee: "staff/a.omarova" })"),
      &list));
  return list;
}

TEST(WarningCommands, ListOnesOwnUnlessOthersAreAskedFor) {
  ExpectRequest<v1::ListWarningsRequest>("ListWarnings", {"warning", "list"},
                                         R"(parent: "missions/-" mine: true page_size: 50)");
  ExpectRequest<v1::ListWarningsRequest>("ListWarnings", {"warning", "list", "--mission", "IST"},
                                         R"(parent: "missions/IST" mine: true page_size: 50)");
  ExpectRequest<v1::ListWarningsRequest>("ListWarnings", {"warning", "list", "--mission", "IST", "--all"},
                                         R"(parent: "missions/IST" page_size: 50)");
  ExpectRequest<v1::ListWarningsRequest>("ListWarnings", {"warning", "list", "IST-2026-000123"},
                                         "parent: \"" + kWarnedCase + "\" page_size: 50");
}

TEST(WarningCommands, ShowWhatIsDueAndToWhomItIsTold) {
  FakeServer server;
  server.Answer("ListWarnings", NearAndPassed());
  const Ran ran = Arasha(server).Run({"warning", "list"});
  EXPECT_EQ(ran.exit_code, 0);
  EXPECT_THAT(ran.out, AllOf(HasSubstr("has passed"), HasSubstr("is near"), HasSubstr("IST-2026-000123"),
                             HasSubstr("head of mission"), HasSubstr("a.omarova")));
  EXPECT_THAT(Arasha(server).Run({"warning", "list", "--lang", "kk"}).out, HasSubstr("мерзімі өтті"));
}

TEST(WarningCommands, SayThatTheOneMeantWasSeen) {
  FakeServer server;
  server.Answer("ListWarnings", NearAndPassed());
  EXPECT_EQ(Arasha(server).Run({"warning", "seen", "IST-2026-000123", "4f21c07a"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::AcknowledgeWarningRequest>("AcknowledgeWarning").name(), kPassed);
  EXPECT_FALSE(server.Last<v1::ListWarningsRequest>("ListWarnings").mine());
  EXPECT_EQ(Arasha(server).Run({"warning", "seen", "IST-2026-000123"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::AcknowledgeWarningRequest>("AcknowledgeWarning").name(), kNear)
      << "all, the last one last";
  EXPECT_TRUE(server.Last<v1::ListWarningsRequest>("ListWarnings").mine());
  EXPECT_EQ(Arasha(server).Run({"warning", "seen", "IST-2026-000123", "ffffffff"}).exit_code, 4);
}

TEST(WarningCommands, PrintAllThatWereSeenAsOneList) {
  FakeServer server;
  server.Answer("ListWarnings", NearAndPassed());
  v1::Warning seen;
  seen.set_seen_by("staff/a.omarova");
  server.Answer("AcknowledgeWarning", seen);
  const Ran json = Arasha(server).Run({"warning", "seen", "IST-2026-000123", "--output", "json"});
  EXPECT_EQ(json.exit_code, 0) << json.err;
  v1::ListWarningsResponse printed;
  ASSERT_TRUE(google::protobuf::util::JsonStringToMessage(json.out, &printed).ok()) << json.out;
  ASSERT_EQ(printed.warnings_size(), 2);
  EXPECT_EQ(printed.warnings(0).name(), kPassed);
  EXPECT_EQ(printed.warnings(1).seen_by(), "staff/a.omarova");

  server.Answer("ListWarnings", v1::ListWarningsResponse());
  EXPECT_EQ(Arasha(server).Run({"warning", "seen", "IST-2026-000123"}).exit_code, 0)
      << "nothing waits any more";
}

TEST(CaseListDue, AsksForWhatIsDueByThen) {
  const std::string then = R"(parent: "missions/IST" filter: "open = true AND next_due_time <= \")";
  ExpectRequest<v1::ListCasesRequest>(
      "ListCases", {"case", "list", "--due", "--mission", "IST"},
      then + R"(2026-11-27T11:05:00Z\"" order_by: "next_due_time" page_size: 50)");
  ExpectRequest<v1::ListCasesRequest>(
      "ListCases", {"case", "list", "--mission", "IST", "--due", "24h", "--order-by", "priority"},
      then + R"(2026-11-25T11:05:00Z\"" order_by: "priority" page_size: 50)");
}

TEST(CaseListDue, ShowsTheDeadlineAndWhetherAnybodyWasWarned) {
  FakeServer server;
  v1::ListCasesResponse cases;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(cases { name: "missions/IST/cases/IST-2026-000123" type: "rights.detention" subject: "Held"
                 next_due_time { seconds: 1795432000 } next_due_rule: "first_contact"
                 next_due_warning: WARNING_KIND_ESCALATED })",
      &cases));
  server.Answer("ListCases", cases);
  const Ran due = Arasha(server).Run({"case", "list", "--mission", "IST", "--due"});
  EXPECT_THAT(due.out, AllOf(HasSubstr("first_contact"), HasSubstr("passed, escalated")));
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--mission", "IST"}).out, Not(HasSubstr("escalated")));
}

}  // namespace
}  // namespace arasha::clients
