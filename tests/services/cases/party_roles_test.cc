// What could go wrong: a role that the case's type lacks is kept, or one too many; whoever enters the
// offender is led to the victim's case, or back, by a notice, a search or the log; a minor who joins a case
// leaves it as it was until somebody updates it.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "proto/stable_bytes.h"
#include "storage/directory/owner_writes.h"
#include "tests/support/samples.h"
#include "tests/support/statuses.h"
#include "tests/support/test_server.h"
#include "tests/support/update_party.h"

namespace arasha {
namespace {

using support::Line;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Stub = v1::Cases::Stub;

constexpr char kWrongType[] = R"(
  id: "sample.wrong" version: 1
  label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
  party_roles {
    id: "victim" label { kk: "к" ru: "р" en: "Victim" } is: "SUBJECT" side: "VICTIM" required: true
  }
  party_roles {
    id: "offender" label { kk: "к" ru: "р" en: "Offender" } is: "COUNTERPARTY" side: "OFFENDER" at_most: 1
  }
  party_roles {
    id: "guardian" label { kk: "к" ru: "р" en: "Guardian" } is: "NEXT_OF_KIN" only: "PERSON" required_for: "finish"
  }
  states { id: "held" label { kk: "к" ru: "р" en: "e" } }
  states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
  transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "held" to: "done" roles: "officer" }
  deadlines {
    id: "guardian_told" label { kk: "к" ru: "р" en: "e" } source: "art. 1" starts_on { opened: true }
    met_by { entry { kind: "CONTACT" party_role: "guardian" } } period { days: 3 }
  }
  raises {
    id: "minor" label { kk: "к" ru: "р" en: "A minor" } subject_under: 18
    sensitivity: "SENSITIVE" priority: "HIGH" headquarters: true
  })";

constexpr char kOffendersIin[] = "910214309989";

class PartyRolesOfTypes : public support::ServerTest {
 protected:
  server::Options Options() override {
    const auto applied =
        storage::ApplyCaseType(database().owner(), keys().Operator(), {"sample.wrong", 1, kWrongType});
    EXPECT_TRUE(applied.ok()) << applied.status();
    return ServerTest::Options();
  }

  // About a victim, of whom nothing is known but the name.
  v1::CreateCaseRequest Wrong() {
    v1::CreateCaseRequest request = support::OpenDetention();
    v1::Case& asked = *request.mutable_case_();
    asked.set_type("sample.wrong");
    asked.clear_details();
    asked.set_summary("a wrong");
    asked.clear_parties();
    v1::Party& victim = *asked.add_parties();
    victim.set_case_role("victim");
    victim.set_display_name("Айару");
    return request;
  }
  v1::AddPartyRequest Add(const std::string& name, const std::string& role, const std::string& person,
                          const std::string& iin = "") {
    v1::AddPartyRequest request;
    request.set_parent(name);
    request.set_request_id(support::RequestId());
    request.mutable_party()->set_case_role(role);
    request.mutable_party()->set_display_name(person);
    request.mutable_party()->set_iin(iin);
    return request;
  }
  v1::Case Get(const std::string& name) { return Do(&Stub::GetCase, support::Get(name)); }
  // How many leaves of the action have the case in them, as the one concerned or as one that was told of.
  std::string LeavesThatName(const v1::Case& matter, const std::string& action) {
    return database().Value("SELECT count(*) FROM audit_leaf WHERE action = '" + action +
                            "' AND position(uuid_send('" + matter.uid() + "') IN leaf_data) > 0");
  }
  std::vector<std::string> Found(const std::string& words, const std::string& role = "officer") {
    v1::ListCasesRequest request = support::ListCases("missions/IST");
    request.set_search(words);
    std::vector<std::string> names;
    const v1::ListCasesResponse page = Do(&Stub::ListCases, request, role);
    for (const v1::Case& found : page.cases()) names.push_back(found.name());
    return names;
  }
};

TEST_F(PartyRolesOfTypes, AreCheckedAsACaseIsOpened) {
  const v1::Case opened = Do(&Stub::CreateCase, Wrong());
  EXPECT_EQ(opened.parties(0).role(), v1::PARTY_ROLE_SUBJECT);
  EXPECT_EQ(opened.parties(0).case_role(), "victim");
  EXPECT_EQ(opened.subject(), "Айару");
  EXPECT_EQ(database().Value("SELECT case_role FROM party WHERE role = 2 AND case_role IS NOT NULL"),
            "victim");

  v1::CreateCaseRequest request = Wrong();
  request.mutable_case_()->mutable_parties(0)->clear_case_role();
  request.mutable_case_()->mutable_parties(0)->set_role(v1::PARTY_ROLE_SUBJECT);
  EXPECT_EQ(Line(Try(&Stub::CreateCase, request)), "INVALID_ARGUMENT/INVALID_FIELD(case.parties)");
  request = Wrong();
  request.mutable_case_()->mutable_parties(0)->set_role(v1::PARTY_ROLE_LAWYER);
  EXPECT_EQ(Line(Try(&Stub::CreateCase, request)), "INVALID_ARGUMENT/INVALID_FIELD(case.parties[0].role)");
}

TEST_F(PartyRolesOfTypes, AreCheckedAsAPartyComesOrChanges) {
  const std::string name = Do(&Stub::CreateCase, Wrong()).name();
  EXPECT_EQ(Line(Try(&Stub::AddParty, Add(name, "uncle", "Асан"))),
            "INVALID_ARGUMENT/INVALID_FIELD(party.case_role)");
  v1::AddPartyRequest firm = Add(name, "guardian", "Қамқор қоры");
  firm.mutable_party()->set_kind(v1::PARTY_KIND_ORGANISATION);
  EXPECT_EQ(Line(Try(&Stub::AddParty, firm)), "INVALID_ARGUMENT/INVALID_FIELD(party.kind)");
  v1::Party first = Do(&Stub::AddParty, Add(name, "offender", "Асан"));
  EXPECT_EQ(first.role(), v1::PARTY_ROLE_COUNTERPARTY);
  EXPECT_EQ(Line(Try(&Stub::AddParty, Add(name, "offender", "Үсен"))),
            "INVALID_ARGUMENT/INVALID_FIELD(party.case_role)");

  first.set_role(v1::PARTY_ROLE_LAWYER);
  first = Do(&Stub::UpdateParty, support::UpdateParty(first, {"role"}));
  EXPECT_EQ(first.case_role(), "") << "a lawyer is no offender";
  first.set_case_role("guardian");
  first = Do(&Stub::UpdateParty, support::UpdateParty(first, {"case_role"}));
  EXPECT_EQ(first.role(), v1::PARTY_ROLE_NEXT_OF_KIN);
  EXPECT_EQ(Get(name).parties(1).case_role(), "guardian");
}

TEST_F(PartyRolesOfTypes, AreAskedForByEventsAndDeadlines) {
  const v1::Case opened = Do(&Stub::CreateCase, Wrong());
  const v1::TransitionCaseRequest finish = support::Transition(opened.name(), "finish");
  EXPECT_EQ(Line(Try(&Stub::TransitionCase, finish)),
            "FAILED_PRECONDITION/GUARD_NOT_SATISFIED(case.parties)");
  v1::AddPartyRequest aunt = Add(opened.name(), "", "Гүлнар");
  aunt.mutable_party()->set_role(v1::PARTY_ROLE_NEXT_OF_KIN);
  const v1::Party other = Do(&Stub::AddParty, aunt);
  const v1::Party guardian = Do(&Stub::AddParty, Add(opened.name(), "guardian", "Сәуле"));
  v1::AddEntryRequest call = support::AddCall(opened.name());
  call.mutable_entry()->set_party(other.name());
  Do(&Stub::AddEntry, call);
  EXPECT_FALSE(Get(opened.name()).deadlines(0).has_met_time());
  call = support::AddCall(opened.name());
  call.mutable_entry()->set_party(guardian.name());
  Do(&Stub::AddEntry, call);
  EXPECT_TRUE(Get(opened.name()).deadlines(0).has_met_time());
  EXPECT_TRUE(Try(&Stub::TransitionCase, support::Transition(opened.name(), "finish")).ok());
}

// The detained has an open case; he is the offender in the victim's.
TEST_F(PartyRolesOfTypes, DoNotLeadFromOneSideToTheOther) {
  const v1::Case own = Open();
  const std::string detention = own.name();
  const std::string wrong = Do(&Stub::CreateCase, Wrong()).name();

  v1::Party known = Do(&Stub::AddParty, Add(wrong, "offender", "Ержан Сағындықов", kOffendersIin));
  EXPECT_THAT(known.also_in(), IsEmpty());
  // Byte for byte as of one who is in no other case.
  v1::CreateCaseRequest other = Wrong();
  v1::Party unknown =
      Do(&Stub::AddParty, Add(Do(&Stub::CreateCase, other).name(), "offender", "Ержан Сағындықов", ""));
  for (v1::Party* party : {&known, &unknown}) {
    party->clear_name();
    party->clear_iin();
    party->clear_create_time();
  }
  EXPECT_EQ(StableBytes(known), StableBytes(unknown));

  EXPECT_EQ(LeavesThatName(own, "AddParty"), "0");

  // And back: entering the detained anew tells of his own case, and of no victim's.
  EXPECT_THAT(Open().parties(0).also_in(), ElementsAre(detention));
  EXPECT_EQ(LeavesThatName(own, "CreateCase"), "2") << "its opening, and the one that was told of it";
  EXPECT_THAT(Found(kOffendersIin), ::testing::Not(::testing::Contains(wrong)));
  EXPECT_THAT(Found("Сағындықов"), ::testing::Not(::testing::Contains(wrong)));
  EXPECT_THAT(Found("Айару"), ::testing::Contains(wrong)) << "the victim leads to the victim's case";

  // Who may grant access is led.
  EXPECT_THAT(Found(kOffendersIin, "head"), ::testing::Contains(wrong));
  EXPECT_THAT(Found("Сағындықов", "head"), ::testing::Contains(wrong));
  v1::CreateCaseRequest draft = support::OpenDetention();
  draft.set_validate_only(true);
  EXPECT_THAT(Do(&Stub::CreateCase, draft, "head").parties(0).also_in(), ::testing::Contains(wrong));
  EXPECT_THAT(Do(&Stub::CreateCase, draft).parties(0).also_in(), ::testing::Not(::testing::Contains(wrong)));
}

TEST_F(PartyRolesOfTypes, LeadAgainOnceTheyChangeSides) {
  const std::string wrong = Do(&Stub::CreateCase, Wrong()).name();
  v1::Party party = Do(&Stub::AddParty, Add(wrong, "offender", "Ержан Сағындықов", kOffendersIin));
  EXPECT_THAT(Found(kOffendersIin), IsEmpty());
  party.set_role(v1::PARTY_ROLE_LAWYER);
  Do(&Stub::UpdateParty, support::UpdateParty(party, {"role"}));
  EXPECT_THAT(Found(kOffendersIin), ElementsAre(wrong));
  EXPECT_THAT(Found("Сағындықов"), ElementsAre(wrong));
}

TEST_F(PartyRolesOfTypes, RaiseTheCaseAtOnce) {
  const v1::Case opened = Do(&Stub::CreateCase, Wrong());
  ASSERT_EQ(opened.sensitivity(), v1::SENSITIVITY_ORDINARY);
  v1::AddPartyRequest child = Add(opened.name(), "victim", "Амина");
  child.mutable_party()->set_birth_date("2018-03-22");
  const v1::Party added = Do(&Stub::AddParty, child);
  const v1::Case raised = Get(opened.name());
  EXPECT_EQ(raised.sensitivity(), v1::SENSITIVITY_SENSITIVE);
  EXPECT_EQ(raised.priority(), v1::PRIORITY_HIGH);
  ASSERT_EQ(raised.parties_size(), 2);
  EXPECT_EQ(StableBytes(raised.parties(1)), StableBytes(added));
  EXPECT_EQ(StableBytes(Do(&Stub::AddParty, child)), StableBytes(added)) << "a repeat";
  std::vector<std::string> told;
  const v1::ListEntriesResponse timeline = Do(&Stub::ListEntries, support::ListEntries(opened.name()));
  for (const v1::Entry& entry : timeline.entries()) {
    if (entry.kind() != v1::ENTRY_KIND_TRANSITION) told.push_back(entry.text());
  }
  EXPECT_THAT(told, UnorderedElementsAre("victim: Амина",
                                         "priority: NORMAL → HIGH\nsensitivity: ORDINARY → SENSITIVE\n"
                                         "raises.minor: — → SENSITIVE, HIGH, HEADQUARTERS"));
  EXPECT_EQ(database().Value("SELECT count(DISTINCT leaf_id) FROM audit_leaf WHERE action = 'AddParty'"),
            "1");
}

TEST_F(PartyRolesOfTypes, RaiseTheCaseByABirthThatBecomesKnown) {
  const v1::Case opened = Do(&Stub::CreateCase, Wrong());
  v1::Party victim = opened.parties(0);
  victim.set_note("a pupil");
  victim = Do(&Stub::UpdateParty, support::UpdateParty(victim, {"note"}));
  EXPECT_EQ(Get(opened.name()).priority(), v1::PRIORITY_NORMAL);
  victim.set_birth_date("2018-03-22");
  victim = Do(&Stub::UpdateParty, support::UpdateParty(victim, {"birth_date"}));
  EXPECT_EQ(victim.etag(), "3");
  const v1::Case raised = Get(opened.name());
  EXPECT_EQ(raised.priority(), v1::PRIORITY_HIGH);
  EXPECT_EQ(StableBytes(raised.parties(0)), StableBytes(victim));
  const std::string etag = raised.etag();
  victim.set_note("a pupil of the first form");
  Do(&Stub::UpdateParty, support::UpdateParty(victim, {"note"}));
  EXPECT_EQ(Get(opened.name()).etag(), etag) << "it was raised before";
  victim.set_etag("2");
  victim.set_birth_date("2019-03-22");
  EXPECT_EQ(Line(Try(&Stub::UpdateParty, support::UpdateParty(victim, {"birth_date"}))),
            "ABORTED/ETAG_MISMATCH");
}

}  // namespace
}  // namespace arasha
