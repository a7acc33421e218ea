// What could go wrong: a party gets a role that its case's type lacks, or that it may not have; an event or
// an opening goes on without whom it asks for; entries about the heir meet what waits for the carrier; or an
// offender is found by whoever looks for the victim.

#include "services/rules/casework/party_roles.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "services/rules/casework/changes.h"
#include "services/rules/deadlines/happenings.h"
#include "services/rules/flow/guards.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kLabel[] = R"(label { kk: "мұрагер" ru: "наследник" en: "Heir" })";

v1::CaseType WithRoles(const std::string& roles) {
  v1::CaseType proto = GoodType();
  proto.MergeFrom(Parse<v1::CaseType>(roles));
  return proto;
}

std::string Role(const std::string& id, const std::string& rest) {
  return "party_roles { id: \"" + id + "\" " + kLabel + " " + rest + " } ";
}

CaseType Estate() {
  return Made(WithRoles(Role("deceased", R"(is: "SUBJECT" only: "PERSON" at_most: 1 required: true)") +
                        Role("heir", R"(is: "NEXT_OF_KIN" required_for: "finish")") +
                        Role("bank", R"(is: "COUNTERPARTY" only: "ORGANISATION")")));
}

PartyList PartiesOf(const std::vector<std::string>& texts) {
  PartyList parties;
  for (const std::string& text : texts) *parties.Add() = Parse<v1::Party>(text);
  return parties;
}

TEST(PartyRoles, AreHadByTheirIdOrInGeneral) {
  const auto heir = Parse<v1::Party>(R"(role: PARTY_ROLE_NEXT_OF_KIN case_role: "heir")");
  for (const char* role : {"NEXT_OF_KIN", "heir"}) EXPECT_TRUE(HasRole(heir, role)) << role;
  for (const char* role : {"SUBJECT", "deceased", "HEIR", "next_of_kin", ""}) {
    EXPECT_FALSE(HasRole(heir, role)) << role;
  }
  EXPECT_FALSE(HasRole(Parse<v1::Party>("role: PARTY_ROLE_SUBJECT"), ""));
}

TEST(PartyRoles, AreCheckedAgainstTheType) {
  const struct {
    std::string party;
    std::vector<std::string> others;
    std::vector<std::string> wrong;
  } rows[] = {
      {"role: PARTY_ROLE_LAWYER", {}, {}},
      {R"(role: PARTY_ROLE_NEXT_OF_KIN case_role: "heir")", {R"(case_role: "heir")"}, {}},
      {R"(case_role: "heir")", {}, {}},
      {R"(case_role: "uncle")",
       {},
       {"party.case_role: the case's type has no party role uncle; it has: deceased, heir, bank"}},
      {R"(role: PARTY_ROLE_LAWYER case_role: "heir")",
       {},
       {"party.role: Heir: counts as NEXT_OF_KIN; leave the general role out, or give this one"}},
      {R"(kind: PARTY_KIND_ORGANISATION case_role: "deceased")", {}, {"party.kind: must be one of: PERSON"}},
      {R"(kind: PARTY_KIND_PERSON case_role: "bank")", {}, {"party.kind: must be one of: ORGANISATION"}},
      {R"(case_role: "bank")", {}, {"party.kind: must be one of: ORGANISATION"}},
      {R"(case_role: "deceased")",
       {R"(name: "a" case_role: "deceased")"},
       {"party.case_role: Heir: at most 1 on a case"}},
      {R"(case_role: "deceased")", {R"(name: "a" case_role: "deceased" remove_time { seconds: 1 })"}, {}},
      {R"(name: "a" case_role: "deceased")", {R"(name: "a" case_role: "deceased")"}, {}},
  };
  const CaseType type = Estate();
  for (const auto& row : rows) {
    auto party = Parse<v1::Party>(row.party);
    CompleteRole(type, party);
    EXPECT_EQ(Lines(CheckRole(type, party, PartiesOf(row.others), "party")), row.wrong) << row.party;
  }
}

TEST(PartyRoles, FollowEachOther) {
  const struct {
    std::string party;
    bool role_changed;
    bool case_role_changed;
    v1::PartyRole role;
    std::string case_role;
  } rows[] = {
      {R"(role: PARTY_ROLE_LAWYER case_role: "heir")", false, true, v1::PARTY_ROLE_NEXT_OF_KIN, "heir"},
      {R"(role: PARTY_ROLE_LAWYER case_role: "heir")", true, false, v1::PARTY_ROLE_LAWYER, ""},
      {R"(role: PARTY_ROLE_NEXT_OF_KIN case_role: "heir")", true, false, v1::PARTY_ROLE_NEXT_OF_KIN, "heir"},
      {R"(role: PARTY_ROLE_LAWYER case_role: "heir")", true, true, v1::PARTY_ROLE_LAWYER, "heir"},
      {R"(role: PARTY_ROLE_LAWYER case_role: "heir")", false, false, v1::PARTY_ROLE_LAWYER, "heir"},
      {R"(role: PARTY_ROLE_LAWYER)", false, true, v1::PARTY_ROLE_LAWYER, ""},
      {R"(role: PARTY_ROLE_LAWYER case_role: "uncle")", false, true, v1::PARTY_ROLE_LAWYER, "uncle"},
  };
  for (const auto& row : rows) {
    auto party = Parse<v1::Party>(row.party);
    FollowRole(Estate(), row.role_changed, row.case_role_changed, party);
    EXPECT_EQ(party.role(), row.role) << row.party;
    EXPECT_EQ(party.case_role(), row.case_role) << row.party;
  }
}

TEST(PartyRoles, AreAskedForAtTheOpeningAndByEvents) {
  const CaseType type = Estate();
  const PartyList nobody;
  const PartyList gone = PartiesOf({R"(case_role: "deceased" remove_time { seconds: 1 })"});
  const PartyList there = PartiesOf({R"(case_role: "deceased")", R"(case_role: "heir")"});
  EXPECT_THAT(Lines(RolesToOpen(type, nobody, "case.parties")),
              ElementsAre("case.parties: Heir: a case of this type is not opened without a party in the role "
                          "deceased"));
  EXPECT_THAT(Fields(RolesToOpen(type, gone, "case.parties")), ElementsAre("case.parties"));
  EXPECT_THAT(RolesToOpen(type, there, "case.parties"), IsEmpty());

  const google::protobuf::Struct details;
  const auto lacking = [&](const PartyList& parties, const char* event) {
    return Lines(UnsatisfiedGuards({type, details, parties, {}, {}}, event));
  };
  EXPECT_THAT(lacking(nobody, "finish"),
              ElementsAre("case.parties: Heir: a party in the role heir is needed"));
  EXPECT_THAT(lacking(nobody, "begin"), IsEmpty());
  EXPECT_THAT(lacking(there, "finish"), IsEmpty());
}

TEST(PartyRoles, AreNamedByGuards) {
  v1::CaseType proto = Estate().proto();
  *proto.mutable_transitions(0)->add_guards() =
      Parse<v1::Guard>(R"(label { kk: "к" ru: "р" en: "A bank" } party_role: "bank")");
  const CaseType type = Made(proto);
  const google::protobuf::Struct details;
  const PartyList other = PartiesOf({"role: PARTY_ROLE_COUNTERPARTY"});
  const PartyList bank = PartiesOf({R"(role: PARTY_ROLE_COUNTERPARTY case_role: "bank")"});
  EXPECT_THAT(Fields(UnsatisfiedGuards({type, details, other, {}, {}}, "begin")),
              ElementsAre("case.parties"));
  EXPECT_THAT(UnsatisfiedGuards({type, details, bank, {}, {}}, "begin"), IsEmpty());
}

TEST(PartyRoles, AreAmongTheKeysOfEntriesAboutThem) {
  v1::Entry entry;
  entry.set_kind(v1::ENTRY_KIND_CONTACT);
  const auto heir = OfEntry(entry, {v1::PARTY_ROLE_NEXT_OF_KIN, "heir"}).keys;
  for (const char* key : {"entry:CONTACT", "entry:CONTACT/NEXT_OF_KIN", "entry:CONTACT/heir"}) {
    EXPECT_THAT(heir, Contains(key));
  }
  EXPECT_THAT(OfEntry(entry).keys, ElementsAre("entry:CONTACT", "entry:CONTACT/SUBJECT"));
  EXPECT_THAT(OfEntry(entry, v1::PARTY_ROLE_NEXT_OF_KIN).keys, Not(Contains("entry:CONTACT/heir")));
}

TEST(PartyRoles, StandAcrossFromWhomTheCaseIsAbout) {
  const std::string offender = Role("offender", R"(is: "COUNTERPARTY" side: "OFFENDER")");
  const std::string victim = Role("victim", R"(is: "SUBJECT" side: "VICTIM")");
  const std::string friend_of = Role("witness", R"(is: "APPLICANT" side: "VICTIM")");
  const std::string injured = Role("injured", R"(is: "COUNTERPARTY" side: "VICTIM")");
  const struct {
    std::string roles;
    std::string party;
    bool across;
  } rows[] = {
      {victim + offender, R"(role: PARTY_ROLE_COUNTERPARTY case_role: "offender")", true},
      {victim + offender, R"(role: PARTY_ROLE_SUBJECT case_role: "victim")", false},
      {victim + offender, "role: PARTY_ROLE_SUBJECT", false},
      {victim + offender, "role: PARTY_ROLE_COUNTERPARTY", false},
      {victim + offender + friend_of, R"(role: PARTY_ROLE_APPLICANT case_role: "witness")", false},
      {injured, R"(role: PARTY_ROLE_COUNTERPARTY case_role: "injured")", true},
      {offender, R"(role: PARTY_ROLE_COUNTERPARTY case_role: "offender")", true},
      {victim + offender, R"(role: PARTY_ROLE_COUNTERPARTY case_role: "unknown")", false},
  };
  for (const auto& row : rows) {
    EXPECT_EQ(StandsAcross(Made(WithRoles(row.roles)), Parse<v1::Party>(row.party)), row.across)
        << row.roles << row.party;
  }
}

TEST(PartyRoles, AreToldOnTheTimeline) {
  const auto before = Parse<v1::Party>(R"(role: PARTY_ROLE_NEXT_OF_KIN display_name: "Асқар")");
  v1::Party after = before;
  after.set_case_role("heir");
  EXPECT_EQ(PartyText(before), "NEXT_OF_KIN: Асқар");
  EXPECT_EQ(PartyText(after), "heir: Асқар");
  EXPECT_EQ(ChangesText(before, after), "NEXT_OF_KIN: Асқар\ncase_role: — → heir");
}

TEST(PartyRoles, OfTypesAreExamined) {
  const struct {
    std::string role;
    std::string fault;
  } rows[] = {
      {"", R"(party_roles heir: is must be the name of a PartyRole, as SUBJECT; there is no )"},
      {R"(is: "HEIR")", "party_roles heir: is must be the name of a PartyRole, as SUBJECT; there is no HEIR"},
      {R"(is: "UNSPECIFIED")", "there is no UNSPECIFIED"},
      {R"(is: "SUBJECT" side: "BOTH")", "party_roles heir: side can only be VICTIM or OFFENDER"},
      {R"(is: "SUBJECT" only: "STATE")", "party_roles heir: only can only be PERSON or ORGANISATION"},
      {R"(is: "SUBJECT" at_most: -1)", "party_roles heir: at_most must not be negative"},
      {R"(is: "SUBJECT" required_for: "vanish")", "party_roles heir: there is no transition vanish"},
      {R"(is: "SUBJECT" required: true required_for: "finish")", "required or required_for, not both"},
  };
  for (const auto& row : rows) {
    const auto made = CaseType::Create(WithRoles(Role("heir", row.role)));
    ASSERT_FALSE(made.ok()) << row.role;
    EXPECT_THAT(std::string(made.status().message()), ::testing::HasSubstr(row.fault)) << row.role;
  }
  const std::string on_both = Role("victim", R"(is: "SUBJECT" side: "VICTIM")") +
                              Role("accused", R"(is: "SUBJECT" side: "OFFENDER")");
  EXPECT_THAT(std::string(CaseType::Create(WithRoles(on_both)).status().message()),
              ::testing::HasSubstr("whom a case is about cannot stand on both sides"));
  const std::string twice = Role("heir", R"(is: "SUBJECT")");
  EXPECT_THAT(std::string(CaseType::Create(WithRoles(twice + twice)).status().message()),
              ::testing::HasSubstr("party_roles heir: is given twice"));
}

TEST(PartyRoles, AreNamedByFiguresAndTriggers) {
  v1::CaseType proto = Estate().proto();
  *proto.mutable_deadlines(0)->add_met_by() =
      Parse<v1::Trigger>(R"(entry { kind: "CONTACT" party_role: "heir" })");
  *proto.add_statistics() =
      Parse<v1::StatisticsRule>(R"(category: "heirs_met" on { entry { kind: "VISIT" } } party_role: "heir")");
  EXPECT_TRUE(CaseType::Create(proto).ok()) << CaseType::Create(proto).status();
  proto.mutable_statistics(0)->set_party_role("uncle");
  EXPECT_FALSE(CaseType::Create(proto).ok());
  proto.mutable_statistics(0)->set_party_role("UNSPECIFIED");
  EXPECT_FALSE(CaseType::Create(proto).ok());
}

}  // namespace
}  // namespace arasha::rules
