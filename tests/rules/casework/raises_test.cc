// What could go wrong: a case of a minor goes the way of ordinary work, or one that was raised falls by
// itself; a birthday is counted a day off.

#include "services/rules/casework/raises.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

CaseType Raising() {
  v1::CaseType proto = GoodType();
  proto.mutable_fields(1)->set_subjects_birth(true);  // seen_on
  for (const char* raise :
       {R"(id: "minor" subject_under: 18 priority: "HIGH" headquarters: true)",
        R"(id: "old" subject_from: 65 priority: "HIGH")",
        R"(id: "urgent" when { field: "urgent" values: "true" } sensitivity: "SENSITIVE")",
        R"(id: "red" when { field: "colour" values: "red" }
                               when { field: "count" over: "2" } priority: "URGENT")",
        R"(id: "blue_minor" when { field: "colour" values: "blue" } subject_under: 18
                               headquarters: true)"}) {
    v1::RaiseRule rule = Parse<v1::RaiseRule>(raise);
    *rule.mutable_label() = proto.label();
    *proto.add_raises() = rule;
  }
  return Made(std::move(proto));
}

v1::Case About(const std::string& details, const std::string& birth = "", const std::string& iin = "",
               v1::PartyRole role = v1::PARTY_ROLE_SUBJECT) {
  v1::Case message;
  message.set_priority(v1::PRIORITY_NORMAL);
  message.set_sensitivity(v1::SENSITIVITY_ORDINARY);
  *message.mutable_details() = Json(details);
  v1::Party& party = *message.add_parties();
  party.set_role(role);
  party.set_birth_date(birth);
  party.set_iin(iin);
  return message;
}

std::vector<std::string> Held(const CaseType& type, const v1::Case& message) {
  std::vector<std::string> ids;
  for (const v1::RaiseRule* rule : RaisesThatHold(type, message, absl::CivilDay(2026, 11, 24))) {
    ids.push_back(rule->id());
  }
  return ids;
}

TEST(RaisedBy, WhatIsWrittenDownAndNothingElse) {
  v1::CaseType proto = GoodType();
  *proto.add_entry_fields() = Parse<v1::EntryFields>(
      R"(kind: "VISIT" fields { id: "signs" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_BOOL })");
  *proto.add_raises() = Parse<v1::RaiseRule>(
      R"(id: "signs" label { kk: "к" ru: "р" en: "e" } priority: "HIGH"
         on { kind: "VISIT" only_if { field: "signs" choice: "true" } })");
  const CaseType type = Made(std::move(proto));
  const absl::CivilDay today(2026, 11, 24);
  v1::Entry visit;
  visit.set_kind(v1::ENTRY_KIND_VISIT);
  *visit.mutable_details() = Json(R"({"signs": true})");
  EXPECT_TRUE(type.EntryStartsDeadline(visit)) << "the case must be read before it is written";
  EXPECT_EQ(RaisedBy(type, OfEntry(type, visit), About("{}"), today).size(), 1U);
  EXPECT_THAT(Held(type, About("{}")), IsEmpty()) << "it holds nothing up afterwards";
  *visit.mutable_details() = Json(R"({"signs": false})");
  EXPECT_THAT(RaisedBy(type, OfEntry(type, visit), About("{}"), today), IsEmpty());
  visit.set_kind(v1::ENTRY_KIND_NOTE);
  EXPECT_THAT(RaisedBy(type, OfEntry(type, visit), About("{}"), today), IsEmpty());
}

TEST(RaisesThatHold, ByFieldsAndAge) {
  const CaseType type = Raising();
  const struct {
    v1::Case message;
    std::vector<std::string> held;
  } rows[] = {
      {About("{}"), {}},
      {About("{}", "1991-02-14"), {}},
      {About("{}", "2008-11-25"), {"minor"}},
      {About("{}", "2008-11-24"), {}},  // 18 today
      {About("{}", "1961-11-24"), {"old"}},
      {About("{}", "1961-11-25"), {}},
      {About("{}", "", "100101500012"), {"minor"}},  // born on 1 January 2010
      {About("{}", "2015-01-01", "", v1::PARTY_ROLE_NEXT_OF_KIN), {}},
      {About(R"({"seen_on": "2015-01-01"})"), {"minor"}},
      {About(R"({"urgent": true})"), {"urgent"}},
      {About(R"({"urgent": false})"), {}},
      {About(R"({"colour": "red", "count": 2})"), {}},
      {About(R"({"colour": "red", "count": 3})"), {"red"}},
      {About(R"({"colour": "blue"})", "2015-01-01"), {"minor", "blue_minor"}},
      {About(R"({"colour": "blue"})"), {}},
  };
  for (const auto& row : rows) EXPECT_EQ(Held(type, row.message), row.held) << row.message.DebugString();
}

TEST(RaisesThatHold, OfAnySubjectWhoseBirthIsKnown) {
  const CaseType type = Raising();
  v1::Case message = About("{}");
  *message.add_parties() = About("{}", "2015-01-01").parties(0);
  EXPECT_THAT(Held(type, message), ElementsAre("minor"));
  message.mutable_parties(1)->mutable_remove_time()->set_seconds(1);
  EXPECT_THAT(Held(type, message), IsEmpty()) << "who left the case says nothing of it";
}

TEST(Raise, NeverLowers) {
  const CaseType type = Raising();
  v1::Case message = About(R"({"urgent": true})", "2015-01-01");
  const auto rules = RaisesThatHold(type, message, absl::CivilDay(2026, 11, 24));
  EXPECT_TRUE(Raise(rules, message));
  EXPECT_EQ(message.priority(), v1::PRIORITY_HIGH);
  EXPECT_EQ(message.sensitivity(), v1::SENSITIVITY_SENSITIVE);
  EXPECT_FALSE(Raise(rules, message)) << "it is so already";
  message.set_priority(v1::PRIORITY_URGENT);
  message.set_sensitivity(v1::SENSITIVITY_COMPARTMENTED);
  EXPECT_FALSE(Raise(rules, message));
  EXPECT_EQ(message.priority(), v1::PRIORITY_URGENT);
  EXPECT_EQ(message.sensitivity(), v1::SENSITIVITY_COMPARTMENTED);
  EXPECT_FALSE(Raise({}, message)) << "nothing falls when a rule ceases to hold";
  EXPECT_EQ(message.priority(), v1::PRIORITY_URGENT);
}

TEST(RaisesText, SaysWhatEachRaisesTo) {
  const CaseType type = Raising();
  const auto rules =
      RaisesThatHold(type, About(R"({"urgent": true})", "2015-01-01"), absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(RaisesText(rules), "raises.minor: — → HIGH, HEADQUARTERS\nraises.urgent: — → SENSITIVE");
}

}  // namespace
}  // namespace arasha::rules
