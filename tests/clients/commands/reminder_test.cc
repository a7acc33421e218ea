// What could go wrong: a reminder is put for another day or another person than was typed, or another one is
// resolved than was meant; the list does not tell what is due, or cannot be used to resolve anything.
#include <gmock/gmock.h>
#include <google/protobuf/text_format.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "arasha/v1/reminders.pb.h"
#include "tests/clients/commands/expect_request.h"
#include "tests/clients/fake_server.h"

namespace arasha::clients {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

const std::string kCase = "missions/IST/cases/IST-2026-000123";
const std::string kFirst = kCase + "/reminders/019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b";
const std::string kSecond = kCase + "/reminders/019a1b2c-3d4e-7f50-8a6b-7c8d4f21c07a";

v1::ListRemindersResponse Two() {
  v1::ListRemindersResponse list;
  EXPECT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(reminders { name: ")" + kFirst + R"(" text: "Ask the court again" due_time { seconds: 1795518300 }
                     assignee: "staff/a.omarova" subject: "Жұмабаев Әсет" }
         reminders { name: ")" +
          kSecond + R"(" text: "Call the family" due_time { seconds: 1795604700 }
                     assignee: "staff/d.kim" })",
      &list));
  return list;
}

TEST(ReminderCommands, SayWhenAndForWhom) {
  const std::string id = std::string(" request_id: \"") + kId + "\"";
  ExpectRequest<v1::CreateReminderRequest>(
      "CreateReminder", {"reminder", "add", "IST-2026-000123", "1d", "Ask again", "--for", "d.kim"},
      "parent: \"" + kCase +
          R"(" reminder { text: "Ask again" assignee: "staff/d.kim" due_time { seconds: 1795604700 } })" +
          id);
  ExpectRequest<v1::CreateReminderRequest>(
      "CreateReminder", {"reminder", "add", "IST-2026-000123", "today", "Ask again"},
      "parent: \"" + kCase + R"(" reminder { text: "Ask again" due_time { seconds: 1795518360 } })" + id);
  ExpectRequest<v1::ListRemindersRequest>("ListReminders", {"reminder", "list", "--mission", "IST"},
                                          R"(parent: "missions/IST" mine: true page_size: 50)");
  ExpectRequest<v1::ListRemindersRequest>("ListReminders", {"reminder", "list"},
                                          R"(parent: "missions/-" mine: true page_size: 50)");
  ExpectRequest<v1::ListRemindersRequest>("ListReminders", {"reminder", "list", "--mission", "IST", "--all"},
                                          R"(parent: "missions/IST" page_size: 50)");
  ExpectRequest<v1::ListRemindersRequest>("ListReminders", {"reminder", "list", "IST-2026-000123"},
                                          "parent: \"" + kCase + "\" page_size: 50");
}

TEST(ReminderCommands, SayHowTimesAheadAreTyped) {
  FakeServer server;
  for (const auto& [language, example] : {std::pair{"en", "'in 3 days'"}, std::pair{"ru", "'через 3 дня'"},
                                          std::pair{"kk", "'3 күннен кейін'"}}) {
    const Ran ran = Arasha(server).Run(
        {"reminder", "add", "IST-2026-000123", "soonish", "Ask again", "--lang", language});
    EXPECT_EQ(ran.exit_code, 2);
    EXPECT_THAT(ran.err, HasSubstr(example));
  }
}

TEST(ReminderCommands, ResolveTheOneThatIsMeant) {
  FakeServer server;
  server.Answer("ListReminders", Two());
  EXPECT_EQ(
      Arasha(server).Run({"reminder", "resolve", "IST-2026-000123", "4f21c07a", "--text", "told"}).exit_code,
      0);
  EXPECT_EQ(server.Last<v1::ResolveReminderRequest>("ResolveReminder").name(), kSecond);
  EXPECT_EQ(server.Last<v1::ResolveReminderRequest>("ResolveReminder").resolution(), "told");
  const Ran ambiguous = Arasha(server).Run({"reminder", "resolve", "IST-2026-000123"});
  EXPECT_EQ(ambiguous.exit_code, 2);
  EXPECT_THAT(ambiguous.err, HasSubstr("arasha reminder list IST-2026-000123"));
  EXPECT_EQ(Arasha(server).Run({"reminder", "resolve", "IST-2026-000123", "ffffffff"}).exit_code, 4);
  EXPECT_EQ(Arasha(server).Run({"reminder", "resolve", kFirst}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::ResolveReminderRequest>("ResolveReminder").name(), kFirst);
  v1::ListRemindersResponse one = Two();
  one.mutable_reminders()->RemoveLast();
  server.Answer("ListReminders", one);
  EXPECT_EQ(Arasha(server).Run({"reminder", "resolve", "IST-2026-000123"}).exit_code, 0);
  EXPECT_EQ(server.Last<v1::ResolveReminderRequest>("ResolveReminder").name(), kFirst);
}

TEST(ReminderCommands, ShowWhatIsDue) {
  FakeServer server;
  server.Answer("ListReminders", Two());
  EXPECT_EQ(Arasha(server).Run({"reminder", "list", "--mission", "IST"}).out,
            "REMINDER (UTC+03:00)  CASE                      SUBJECT        TO DO                OFFICER\n"
            "2026-11-24 14:05 due  IST-2026-000123 9e0f1a2b  Жұмабаев Әсет  Ask the court again  a.omarova\n"
            "2026-11-25 14:05      IST-2026-000123 4f21c07a                 Call the family      d.kim\n");
  server.Answer("WhoAmI", [] {
    v1::WhoAmIResponse who;
    who.set_reminders_due(2);
    return who;
  }());
  EXPECT_THAT(Arasha(server).Run({"whoami"}).out, HasSubstr("due: 2 (`arasha reminder list`)"));
  v1::ListCasesResponse cases;
  cases.add_cases()->set_name(kCase);
  server.Answer("ListCases", cases);
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--mission", "IST"}).out, Not(HasSubstr("REMINDER")));
}

TEST(ReminderCommands, SayInWordsWhatIsDue) {
  FakeServer server;
  server.Answer("ListReminders", Two());
  for (const auto& [language, due] :
       {std::pair{"en", "14:05 due "}, {"ru", "14:05 пора "}, {"kk", "14:05 уақыты келді "}}) {
    const std::string out =
        Arasha(server).Run({"reminder", "list", "--mission", "IST", "--lang", language}).out;
    EXPECT_THAT(out, AllOf(HasSubstr(absl::StrCat("2026-11-24 ", due)), HasSubstr("2026-11-25 14:05  ")));
  }
}

// They rest until it is opened again.
TEST(ReminderCommands, AreNotDueWhileTheCaseIsClosed) {
  FakeServer server;
  v1::ListRemindersResponse list = Two();
  list.mutable_reminders(1)->mutable_resolve_time()->set_seconds(1795518000);
  server.Answer("ListReminders", list);
  v1::Case matter;
  matter.set_name(kCase);
  server.Answer("GetCase", matter);
  EXPECT_THAT(Arasha(server).Run({"reminder", "list", "IST-2026-000123"}).out, HasSubstr("14:05 due "));
  matter.mutable_close_time()->set_seconds(1795518000);
  server.Answer("GetCase", matter);
  const std::string out = Arasha(server).Run({"reminder", "list", "IST-2026-000123"}).out;
  EXPECT_THAT(out, AllOf(HasSubstr("2026-11-24 14:05 case closed  "), HasSubstr("2026-11-25 14:05  ")));
  EXPECT_THAT(out, Not(HasSubstr("due")));
  v1::ListCasesResponse cases;
  *cases.add_cases() = matter;
  cases.mutable_cases(0)->mutable_reminder_time()->set_seconds(1795518300);
  server.Answer("ListCases", cases);
  EXPECT_THAT(Arasha(server).Run({"case", "list", "--mission", "IST", "--filter", "open = false"}).out,
              AllOf(HasSubstr("2026-11-24"), Not(HasSubstr("2026-11-24 due"))));
}

TEST(ReminderCommands, LeaveListsOfCasesATableOnATerminal) {
  FakeServer server;
  v1::ListCasesResponse cases;
  ASSERT_TRUE(google::protobuf::TextFormat::ParseFromString(
      R"(cases { name: ")" + kCase + R"(" subject: "Нұрлан Жұмабаев" state: "registered"
                 priority: PRIORITY_URGENT type: "rights.detention" assignee: "staff/a.omarova"
                 next_due_time { seconds: 1795604700 } reminder_time { seconds: 1795518300 } })",
      &cases));
  server.Answer("ListCases", cases);
  Arasha arasha(server);
  arasha.columns = 80;
  EXPECT_EQ(arasha.Run({"case", "list", "--mission", "IST"}).out,
            "CASE             SUBJECT     NEXT DUE          REMINDER    STATE       OFFICER\n"
            "                             (UTC+03:00)\n"
            "IST-2026-000123  Нұрлан      2026-11-25 14:05  2026-11-24  registered  a.omarova\n"
            "                 Жұмабаев                      due\n");
}

TEST(ReminderCommands, TellOnATerminalWhoseTheyAreAndWhatCameOfThem) {
  FakeServer server;
  v1::ListRemindersResponse list = Two();
  list.mutable_reminders(0)->set_subject("Нұрмағамбетова Әйгерім");
  list.mutable_reminders(0)->set_text("Ask the court for the date of the hearing again");
  list.mutable_reminders()->RemoveLast();
  server.Answer("ListReminders", list);
  Arasha arasha(server);
  arasha.columns = 80;
  EXPECT_EQ(arasha.Run({"reminder", "list", "--mission", "IST", "--all"}).out,
            "REMINDER          CASE             SUBJECT           TO DO             OFFICER\n"
            "(UTC+03:00)\n"
            "2026-11-24 14:05  IST-2026-000123  Нұрмағамбетова    Ask the court     a.omarova\n"
            "due               9e0f1a2b         Әйгерім           for the date of\n"
            "                                                     the hearing\n"
            "                                                     again\n");
  list.mutable_reminders(0)->mutable_resolve_time()->set_seconds(1795604700);
  list.mutable_reminders(0)->set_resolution("The hearing is on 3 December");
  server.Answer("ListReminders", list);
  const std::string resolved = arasha.Run({"reminder", "list", "IST-2026-000123"}).out;
  EXPECT_THAT(resolved, AllOf(HasSubstr("OFFICER    OUTCOME\n"), HasSubstr("a.omarova  2026-11-25 The")));
  EXPECT_THAT(resolved, Not(HasSubstr("due"))) << "it was resolved";
}

}  // namespace
}  // namespace arasha::clients
