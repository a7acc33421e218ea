// What could go wrong: somebody is not told in time, or is told of what is done with; a reminder tells of a
// case that its reader does not see, or stands in clear in the database; two resolve it, or one twice; a case
// that was closed goes on reminding.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "arasha/v1/access.grpc.pb.h"
#include "arasha/v1/reminders.grpc.pb.h"
#include "proto/stable_bytes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using RemindersStub = v1::Reminders::Stub;

class Reminders : public support::SharedServerTest {
 protected:
  v1::Reminder Put(const v1::CreateReminderRequest& request, const std::string& role = "officer") {
    return Do(&RemindersStub::CreateReminder, request, role);
  }
  static v1::ResolveReminderRequest Resolution(const std::string& name, const std::string& text = "") {
    v1::ResolveReminderRequest request;
    request.set_name(name);
    request.set_resolution(text);
    request.set_request_id(support::RequestId());
    return request;
  }
  v1::ListRemindersResponse List(const std::string& parent, bool mine, const std::string& role = "officer") {
    v1::ListRemindersRequest request;
    request.set_parent(parent);
    request.set_mine(mine);
    return Do(&RemindersStub::ListReminders, request, role);
  }
  // Texts of those of one case, among all that the list shows.
  std::vector<std::string> Texts(const std::string& case_name, const std::string& parent, bool mine,
                                 const std::string& role = "officer") {
    std::vector<std::string> texts;
    const v1::ListRemindersResponse list = List(parent, mine, role);
    for (const v1::Reminder& reminder : list.reminders()) {
      if (absl::StartsWith(reminder.name(), case_name + "/")) texts.push_back(reminder.text());
    }
    return texts;
  }
  // The times as if the hours had passed meanwhile.
  void Pass(int hours) {
    RowsAreDamaged("time passes in the database alone");
    const absl::Status moved = database().owner().ExecuteScript(
        absl::StrCat("UPDATE reminder SET due_time = due_time - interval '", hours, " hours'"));
    ASSERT_TRUE(moved.ok()) << moved;
  }
  void Erase() {
    RowsAreDamaged("it is erased by hand");
    const absl::Status erased =
        database().owner().ExecuteScript("UPDATE case_file SET erase_time = now(); DELETE FROM data_key");
    ASSERT_TRUE(erased.ok()) << erased;
  }
  int Due(const std::string& role = "officer") {
    return Do(&v1::Admin::Stub::WhoAmI, v1::WhoAmIRequest(), role).reminders_due();
  }
  bool ShownOn(const std::string& case_name, const std::string& role = "officer") {
    const auto listed = Do(&v1::Cases::Stub::ListCases, support::ListCases("missions/IST"), role);
    for (const v1::Case& matter : listed.cases()) {
      if (matter.name() == case_name) return matter.has_reminder_time();
    }
    return false;
  }
};

TEST_F(Reminders, AreListedUntilResolved) {
  const std::string name = Open().name();
  v1::CreateReminderRequest later = support::Remind(name, "ask again");
  *later.mutable_reminder()->mutable_due_time() = support::Stamp(absl::Now() + absl::Hours(48));
  const v1::Reminder asked = Put(later);
  EXPECT_EQ(asked.assignee(), "staff/a.omarova");
  EXPECT_EQ(asked.created_by(), "staff/a.omarova");
  Put(support::Remind(name, "call the family"));
  EXPECT_THAT(Texts(name, "missions/-", true), ElementsAre("call the family", "ask again"))
      << "the soonest first";
  EXPECT_FALSE(List(name, true).reminders(0).subject().empty());
  EXPECT_TRUE(ShownOn(name));

  const v1::ResolveReminderRequest resolution = Resolution(asked.name(), "on 3 December");
  const v1::Reminder resolved = Do(&RemindersStub::ResolveReminder, resolution);
  EXPECT_EQ(resolved.resolved_by(), "staff/a.omarova");
  EXPECT_EQ(resolved.resolution(), "on 3 December");
  EXPECT_EQ(resolved.text(), "ask again");
  EXPECT_EQ(StableBytes(Do(&RemindersStub::ResolveReminder, resolution)), StableBytes(resolved))
      << "a repeat";
  EXPECT_EQ(Line(Try(&RemindersStub::ResolveReminder, Resolution(asked.name()), "head")),
            "FAILED_PRECONDITION/ALREADY_DECIDED");
  EXPECT_THAT(Texts(name, "missions/-", true), ElementsAre("call the family"));
  EXPECT_THAT(Texts(name, name, false, "supervisor"), ElementsAre("call the family", "ask again"))
      << "all of a case";
}

TEST_F(Reminders, AreForColleaguesWhoWorkThere) {
  const std::string name = Open().name();  // which is sensitive: officers see their own
  v1::CreateReminderRequest request = support::Remind(name);
  request.mutable_reminder()->set_assignee("staff/b.suleimenov");
  Put(request);
  EXPECT_THAT(Texts(name, "missions/-", true), IsEmpty());
  EXPECT_THAT(Texts(name, "missions/-", true, "head"), ElementsAre("ask again"));
  EXPECT_THAT(Texts(name, "missions/IST", false), ElementsAre("ask again"));

  for (const char* nobody : {"staff/d.kim", "staff/nobody", "partners/iom/registry"}) {
    request = support::Remind(name);
    request.mutable_reminder()->set_assignee(nobody);
    EXPECT_EQ(Line(Try(&RemindersStub::CreateReminder, request)),
              "INVALID_ARGUMENT/INVALID_FIELD(reminder.assignee)")
        << nobody;
  }
}

TEST_F(Reminders, TakeNoNonsense) {
  const std::string name = Open().name();
  v1::CreateReminderRequest request = support::Remind(name, "");
  *request.mutable_reminder()->mutable_due_time() = support::Stamp(absl::Now() - absl::Hours(1));
  EXPECT_EQ(Line(Try(&RemindersStub::CreateReminder, request)),
            "INVALID_ARGUMENT/INVALID_FIELD(reminder.text,reminder.due_time)");
  request = support::Remind(name, std::string(1001, 'x'));
  request.mutable_reminder()->clear_due_time();
  EXPECT_EQ(Line(Try(&RemindersStub::CreateReminder, request)),
            "INVALID_ARGUMENT/INVALID_FIELD(reminder.text,reminder.due_time)");
  request = support::Remind("missions/IST/cases/IST-2026-999999");
  EXPECT_EQ(Line(Try(&RemindersStub::CreateReminder, request)), "NOT_FOUND/NOT_FOUND");
  EXPECT_EQ(
      Line(Try(&RemindersStub::ResolveReminder, Resolution(name + "/reminders/" + support::RequestId()))),
      "NOT_FOUND/NOT_FOUND");
}

TEST_F(Reminders, AreNotForPartners) {
  const std::string name = Open().name();
  Put(support::Remind(name));
  v1::GrantAccessRequest grant;
  grant.set_case_(name);
  grant.set_principal("partners/iom/registry");
  *grant.mutable_expire_time() = support::Stamp(absl::Now() + absl::Hours(1));
  grant.set_reason("joint work");
  grant.set_request_id(support::RequestId());
  Do(&v1::Access::Stub::GrantAccess, grant, "head");
  for (const std::string& parent : {name, std::string("missions/-")}) {
    v1::ListRemindersRequest request;
    request.set_parent(parent);
    request.set_mine(parent != name);
    const grpc::Status refused = Try(&RemindersStub::ListReminders, request, "partner");
    EXPECT_EQ(Line(refused), "PERMISSION_DENIED/PERMISSION_DENIED");
    EXPECT_EQ(support::Read(refused).metadata.at("problem"), "for_staff") << "they may have named no case";
  }
}

TEST_F(Reminders, ComeInPages) {
  const std::string name = Open().name();
  for (int i = 0; i < 3; ++i) Put(support::Remind(name, absl::StrCat("number ", i)));
  v1::ListRemindersRequest request;
  request.set_parent(name);
  request.set_page_size(2);
  std::vector<std::string> texts;
  for (int pages = 1; pages == 1 || !request.page_token().empty(); ++pages) {
    ASSERT_LE(pages, 2);
    const auto page = Do(&RemindersStub::ListReminders, request);
    for (const v1::Reminder& reminder : page.reminders()) texts.push_back(reminder.text());
    request.set_page_token(page.next_page_token());
  }
  EXPECT_THAT(texts, ElementsAre("number 0", "number 1", "number 2"));
}

// The rest damage rows: whoever came after them would need another database.
TEST_F(Reminders, AreSealed) {
  const std::string name = Open().name();
  const v1::Reminder reminder = Put(support::Remind(name, "Ask Mehmet again"));
  Do(&RemindersStub::ResolveReminder, Resolution(reminder.name(), "Mehmet agreed"));
  EXPECT_EQ(database().Value("SELECT count(*) FROM reminder WHERE position('Mehmet'::bytea IN sealed) > 0"),
            "0");
  const absl::Status damaged = database().owner().ExecuteScript(
      "UPDATE reminder SET sealed = overlay(sealed PLACING '\\x00' FROM 40)");
  ASSERT_TRUE(damaged.ok()) << damaged;
  RowsAreDamaged("one does not open");
  EXPECT_THAT(Texts(name, name, false), ElementsAre(Not(HasSubstr("Mehmet")))) << "and the list goes on";
}

TEST_F(Reminders, AreToldWhenDue) {
  StartAfresh();
  const std::string name = Open().name();
  Put(support::Remind(name));
  EXPECT_EQ(Due(), 0);
  Pass(25);
  EXPECT_EQ(Due(), 1);
  EXPECT_EQ(Due("head"), 0) << "it is not the head's";
  EXPECT_TRUE(ShownOn(name));
  EXPECT_FALSE(ShownOn(name, "head"));
}

TEST_F(Reminders, RestWhileTheCaseIsClosed) {
  StartAfresh();
  const std::string name = Open().name();
  Put(support::Remind(name));
  Close(name);
  EXPECT_THAT(Texts(name, "missions/-", true), IsEmpty());
  EXPECT_THAT(Texts(name, "missions/IST", false), IsEmpty());
  EXPECT_EQ(Line(Try(&RemindersStub::CreateReminder, support::Remind(name))),
            "FAILED_PRECONDITION/CASE_CLOSED");
  Pass(25);
  EXPECT_EQ(Due(), 0);
}

TEST_F(Reminders, OfAnErasedCaseAreNotShown) {
  StartAfresh();
  const std::string name = Open().name();
  Put(support::Remind(name));
  Close(name);
  EXPECT_THAT(Texts(name, name, false), ElementsAre("ask again"));
  EXPECT_TRUE(ShownOn(name));
  Erase();
  EXPECT_THAT(Texts(name, name, false), IsEmpty());
  EXPECT_FALSE(ShownOn(name));
}

TEST_F(Reminders, OfAnErasedCaseAreNotWritten) {
  StartAfresh();
  const v1::Reminder reminder = Put(support::Remind(Open().name()));
  Erase();
  EXPECT_EQ(Line(Try(&RemindersStub::ResolveReminder, Resolution(reminder.name()))),
            "FAILED_PRECONDITION/CASE_ERASED");
  EXPECT_EQ(database().Value("SELECT count(*) FROM data_key"), "0");
}

TEST_F(Reminders, TellNobodyOfACaseThatHeDoesNotSee) {
  StartAfresh();
  v1::CreateCaseRequest opening = support::OpenDetention("IST");
  opening.mutable_case_()->set_sensitivity(v1::SENSITIVITY_ORDINARY);
  const v1::Case opened = Do(&v1::Cases::Stub::CreateCase, opening, "head");
  const std::string name = opened.name();
  v1::CreateReminderRequest request = support::Remind(name, "hidden");
  request.mutable_reminder()->set_assignee("staff/a.omarova");
  const v1::Reminder hidden = Put(request, "head");
  EXPECT_THAT(Texts(name, "missions/-", true), ElementsAre("hidden"));

  v1::UpdateCaseRequest hide = support::UpdateSummary(name);
  hide.mutable_case_()->set_sensitivity(v1::SENSITIVITY_SENSITIVE);
  hide.mutable_update_mask()->add_paths("sensitivity");
  Do(&v1::Cases::Stub::UpdateCase, hide, "head");
  EXPECT_THAT(Texts(name, "missions/-", true), IsEmpty());
  EXPECT_THAT(Texts(name, "missions/IST", false), IsEmpty());
  EXPECT_EQ(Line(Try(&RemindersStub::ResolveReminder, Resolution(hidden.name()))), "NOT_FOUND/NOT_FOUND");
  Pass(25);
  EXPECT_EQ(Due(), 0);
  // Nor is it put for somebody who would never be told.
  request = support::Remind(name, "hidden");
  request.mutable_reminder()->set_assignee("staff/a.omarova");
  EXPECT_EQ(Line(Try(&RemindersStub::CreateReminder, request, "head")),
            "INVALID_ARGUMENT/INVALID_FIELD(reminder.assignee)");
}

}  // namespace
}  // namespace arasha
