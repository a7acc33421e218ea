// What could go wrong: an event is made, or approved, without what it asks for, or a refusal does not say
// what is missing; a case of somebody at risk stays where it was, falls by itself, or is lowered while its
// reason stands.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using Stub = v1::Cases::Stub;

constexpr char kGuardedType[] = R"(
  id: "sample.guarded" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  fields { id: "agrees" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_BOOL }
  fields { id: "hurt" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_BOOL }
  fields { id: "cost" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_MONEY }
  states { id: "held" label { kk: "к" ru: "р" en: "e" } } states { id: "free" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions {
    id: "release" label { kk: "к" ru: "р" en: "e" } from: "held" to: "free" roles: "officer"
    guards { label { kk: "Қорғаушы" ru: "Защитник" en: "A lawyer" } party_role: "LAWYER" }
    guards { label { kk: "к" ru: "р" en: "A talk" } entry { kind: "CONTACT" party_role: "SUBJECT" } }
    guards { label { kk: "к" ru: "р" en: "Consent" } field { field: "agrees" values: "true" } }
    guards { label { kk: "к" ru: "р" en: "Answered" } no_open_deadline { deadlines: "answer" } }
  }
  transitions {
    id: "pay" label { kk: "к" ru: "р" en: "e" } from: ["held", "free"] to: "free" roles: ["officer", "head"]
    four_eyes_when { field: "cost" over: "100.00 USD" } approver_roles: "head"
    headquarters_when { field: "cost" over: "1000.00 USD" }
    guards { label { kk: "к" ru: "р" en: "A lawyer" } party_role: "LAWYER" when { field: "hurt" values: "true" } }
  }
  transitions {
    id: "finish" label { kk: "к" ru: "р" en: "e" } from: "free" to: "done" roles: "officer"
    guards { label { kk: "к" ru: "р" en: "Paid" } transition: "pay" }
  }
  deadlines {
    id: "answer" label { kk: "к" ru: "р" en: "e" } source: "art. 1" starts_on { opened: true }
    met_by { entry { kind: "DECISION" } } period { days: 3 }
  }
  raises {
    id: "hurt" label { kk: "Жарақат бар" ru: "Есть травмы" en: "Hurt" } when { field: "hurt" values: "true" }
    sensitivity: "SENSITIVE" priority: "URGENT" headquarters: true
  }
  raises {
    id: "minor" label { kk: "к" ru: "р" en: "A minor" } subject_under: 18 priority: "HIGH" headquarters: true
  })";

class Guards : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied =
        storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.guarded", 1, kGuardedType});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  v1::CreateCaseRequest Asked(const std::string& details = "{}", const std::string& born = "1991-02-14") {
    v1::CreateCaseRequest request = support::OpenDetention();
    v1::Case& asked = *request.mutable_case_();
    asked.set_type("sample.guarded");
    *asked.mutable_details() = support::Details(details);
    asked.mutable_parties(0)->clear_iin();
    asked.mutable_parties(0)->set_birth_date(born);
    return request;
  }
  v1::Case OpenGuarded(const std::string& details = "{}") { return Do(&Stub::CreateCase, Asked(details)); }

  v1::UpdateCaseRequest Update(const std::string& name, const std::vector<std::string>& paths,
                               const std::string& details, const std::function<void(v1::Case&)>& set = {}) {
    v1::UpdateCaseRequest request;
    request.set_request_id(support::RequestId());
    request.mutable_case_()->set_name(name);
    *request.mutable_case_()->mutable_details() = support::Details(details);
    if (set) set(*request.mutable_case_());
    for (const std::string& path : paths) request.mutable_update_mask()->add_paths(path);
    return request;
  }

  grpc::Status Make(const std::string& name, const std::string& event, const std::string& role = "officer") {
    return Try(&Stub::TransitionCase, support::Transition(name, event), role);
  }

  // What the server wrote of changes of the case, oldest first.
  std::vector<std::string> Updates(const std::string& name) {
    std::vector<std::string> texts;
    const v1::ListEntriesResponse timeline = Do(&Stub::ListEntries, support::ListEntries(name));
    for (const v1::Entry& entry : timeline.entries()) {
      if (entry.kind() == v1::ENTRY_KIND_UPDATE) texts.push_back(entry.text());
    }
    return texts;
  }
};

TEST_F(Guards, RefuseTheEventUntilEachIsSatisfied) {
  const std::string name = OpenGuarded().name();
  const v1::TransitionCaseRequest release = support::Transition(name, "release");
  const auto line = [&] { return Line(Try(&Stub::TransitionCase, release)); };
  const std::string refused = "FAILED_PRECONDITION/GUARD_NOT_SATISFIED";
  EXPECT_EQ(line(), refused + "(case.parties,case.timeline,case.details.agrees,case.deadlines.answer)");
  Do(&Stub::AddParty, support::AddLawyer(name));
  EXPECT_EQ(line(), refused + "(case.timeline,case.details.agrees,case.deadlines.answer)");
  Do(&Stub::AddEntry, support::AddCall(name));
  EXPECT_EQ(line(), refused + "(case.details.agrees,case.deadlines.answer)");
  Do(&Stub::UpdateCase, Update(name, {"details.agrees"}, R"({"agrees": false})"));
  EXPECT_EQ(line(), refused + "(case.details.agrees,case.deadlines.answer)");
  Do(&Stub::UpdateCase, Update(name, {"details.agrees"}, R"({"agrees": true})"));
  EXPECT_EQ(line(), refused + "(case.deadlines.answer)");
  v1::AddEntryRequest decision = support::AddNote(name, "answered");
  decision.mutable_entry()->set_kind(v1::ENTRY_KIND_DECISION);
  Do(&Stub::AddEntry, decision);
  // The very request that was refused, and again when it was done.
  EXPECT_EQ(Do(&Stub::TransitionCase, release).state(), "free");
  EXPECT_EQ(Do(&Stub::TransitionCase, release).state(), "free");
}

TEST_F(Guards, SayWhatIsMissingInEachLanguage) {
  const grpc::Status status = Make(OpenGuarded().name(), "release");
  EXPECT_THAT(support::Read(status).message, HasSubstr("a party in the role LAWYER is needed"));
  EXPECT_EQ(support::Read(status).metadata.at("event"), "release");
  EXPECT_THAT(status.error_details(), HasSubstr("Защитник"));
  EXPECT_THAT(status.error_details(), HasSubstr("Қорғаушы"));
}

TEST_F(Guards, TakeNoEntryThatIsStruckOut) {
  const std::string name = OpenGuarded().name();
  const v1::Entry call = Do(&Stub::AddEntry, support::AddCall(name));
  EXPECT_FALSE(absl::StrContains(Line(Make(name, "release")), "case.timeline"));
  v1::CorrectEntryRequest strike;
  strike.set_name(call.name());
  strike.set_reason("of another case");
  strike.set_request_id(support::RequestId());
  Do(&Stub::CorrectEntry, strike);
  EXPECT_TRUE(absl::StrContains(Line(Make(name, "release")), "case.timeline"));
}

TEST_F(Guards, AskForWhatWasDoneBefore) {
  const std::string name = OpenGuarded(R"({"cost": "10.00 USD"})").name();
  EXPECT_EQ(Line(Make(name, "pay")), "OK");
  EXPECT_EQ(Line(Make(name, "finish")), "OK");
}

TEST_F(Guards, AreAskedWhenItIsProposedAndWhenItIsApproved) {
  const std::string name = OpenGuarded(R"({"cost": "500.00 USD", "hurt": true})").name();
  const std::string refused = "FAILED_PRECONDITION/GUARD_NOT_SATISFIED(case.parties)";
  EXPECT_EQ(Line(Make(name, "pay")), refused);
  const v1::Party lawyer = Do(&Stub::AddParty, support::AddLawyer(name));
  const v1::Case proposed = Do(&Stub::TransitionCase, support::Transition(name, "pay"));
  ASSERT_TRUE(proposed.has_pending_approval()) << "it is above the amount";
  Do(&Stub::RemoveParty, support::RemoveParty(lawyer.name()));
  EXPECT_EQ(Line(Try(&Stub::ApproveTransition, support::Approve(proposed), "head")), refused);
  Do(&Stub::AddParty, support::AddLawyer(name));
  EXPECT_EQ(Do(&Stub::ApproveTransition, support::Approve(proposed), "head").state(), "free");
}

TEST_F(Guards, AmountsSayHowManyDecideAndWhere) {
  const v1::Case small =
      Do(&Stub::TransitionCase, support::Transition(OpenGuarded(R"({"cost": "100.00 USD"})").name(), "pay"));
  EXPECT_EQ(small.state(), "free");
  // An officer does not decide what a head proposes: heads alone do, and there is no other.
  EXPECT_EQ(Line(Make(OpenGuarded(R"({"cost": "100.01 USD"})").name(), "pay", "head")),
            "FAILED_PRECONDITION/NOBODY_TO_DECIDE");
  EXPECT_EQ(Line(Make(OpenGuarded(R"({"cost": "1000.01 USD"})").name(), "pay")),
            "FAILED_PRECONDITION/NOBODY_TO_DECIDE")
      << "no head is of all missions";
}

TEST_F(Guards, ACaseIsRaisedWhenItIsOpened) {
  const v1::CreateCaseRequest request = Asked(R"({"hurt": true})", "2015-06-01");
  const v1::Case opened = Do(&Stub::CreateCase, request);
  EXPECT_EQ(opened.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(opened.sensitivity(), v1::SENSITIVITY_SENSITIVE);
  EXPECT_THAT(Updates(opened.name()),
              ElementsAre("priority: NORMAL → URGENT\nsensitivity: ORDINARY → SENSITIVE\n"
                          "raises.hurt: — → SENSITIVE, URGENT, HEADQUARTERS\n"
                          "raises.minor: — → HIGH, HEADQUARTERS"));
  const v1::Case again = Do(&Stub::CreateCase, request);
  EXPECT_EQ(again.name(), opened.name());
  EXPECT_EQ(again.priority(), v1::PRIORITY_URGENT);
  EXPECT_THAT(Updates(opened.name()), testing::SizeIs(1)) << "a repeat tells nothing twice";
  EXPECT_THAT(Updates(OpenGuarded().name()), IsEmpty());
  v1::CreateCaseRequest tried = Asked("{}", "2015-06-01");
  tried.set_validate_only(true);
  EXPECT_EQ(Do(&Stub::CreateCase, tried).priority(), v1::PRIORITY_HIGH);
}

TEST_F(Guards, ACaseIsRaisedWhenItChangesAndNeverFallsByItself) {
  const std::string name = OpenGuarded().name();
  const auto hurt = [&](const char* value) {
    return Do(&Stub::UpdateCase, Update(name, {"details.hurt"}, absl::StrCat(R"({"hurt": )", value, "}")));
  };
  const v1::Case raised = hurt("true");
  EXPECT_EQ(raised.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(raised.sensitivity(), v1::SENSITIVITY_SENSITIVE);
  EXPECT_THAT(Updates(name), ElementsAre("priority: NORMAL → URGENT\nsensitivity: ORDINARY → SENSITIVE\n"
                                         "details.hurt: — → true\n"
                                         "raises.hurt: — → SENSITIVE, URGENT, HEADQUARTERS"));
  EXPECT_EQ(Do(&Stub::GetCase, support::Get(name)).priority(), v1::PRIORITY_URGENT) << "its opener sees it";
  const v1::Case ceased = hurt("false");
  EXPECT_EQ(ceased.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(ceased.sensitivity(), v1::SENSITIVITY_SENSITIVE);
}

TEST_F(Guards, ACaseIsNotLoweredWhileItsReasonStands) {
  const std::string name = OpenGuarded(R"({"hurt": true})").name();
  const auto lower = [&](v1::Priority priority) {
    return Update(name, {"priority"}, "{}", [&](v1::Case& asked) { asked.set_priority(priority); });
  };
  const auto open_up = Update(name, {"sensitivity"}, "{}",
                              [](v1::Case& asked) { asked.set_sensitivity(v1::SENSITIVITY_ORDINARY); });
  const grpc::Status refused = Try(&Stub::UpdateCase, lower(v1::PRIORITY_HIGH), "head");
  EXPECT_EQ(Line(refused), "FAILED_PRECONDITION/HELD_UP_BY_RULE");
  const auto metadata = support::Read(refused).metadata;
  EXPECT_EQ(metadata.at("field"), "case.priority");
  EXPECT_EQ(metadata.at("value"), "URGENT");
  EXPECT_EQ(metadata.at("rule"), "hurt");
  EXPECT_EQ(metadata.at("label.ru"), "Есть травмы");
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, open_up, "head")), "FAILED_PRECONDITION/HELD_UP_BY_RULE");
  Do(&Stub::UpdateCase, Update(name, {"details.hurt"}, R"({"hurt": false})"));
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, lower(v1::PRIORITY_NORMAL), "head")), "OK");
  EXPECT_EQ(Line(Try(&Stub::UpdateCase, open_up, "head")), "OK") << "the same request, not done before";
}

}  // namespace
}  // namespace arasha
