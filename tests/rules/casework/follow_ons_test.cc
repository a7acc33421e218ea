// What could go wrong: a case is opened from one that offers none such, or not yet; what was known is asked
// for again, or goes over what the officer said; somebody comes over in a role that is another there.

#include "services/rules/casework/follow_ons.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kFollowOn[] = R"(
  follow_ons {
    type: "sample.estate" label { kk: "к" ru: "р" en: "Estate" } in_states: "open"
    fields { from: "told" to: "seen_on" } fields { from: "place" }
    parties { from: "SUBJECT" to: "deceased" } parties { from: "NEXT_OF_KIN" to: "NEXT_OF_KIN" }
  })";

CaseType Death() {
  v1::CaseType proto = GoodType();
  proto.MergeFrom(Parse<v1::CaseType>(kFollowOn));
  return Made(proto);
}

CaseType EstateOfOther() {
  v1::CaseType proto = GoodType();
  proto.set_id("sample.estate");
  *proto.add_party_roles() =
      Parse<v1::PartyRoleRule>(R"(id: "deceased" label { kk: "к" ru: "р" en: "e" } is: "SUBJECT")");
  return Made(proto);
}

v1::Case Followed() {
  auto followed = Parse<v1::Case>(R"(
    state: "open" summary: "died" host_state: "TR"
    parties { name: "a" etag: "3" role: PARTY_ROLE_SUBJECT display_name: "Болат" iin: "1" create_time { seconds: 1 } }
    parties { name: "b" role: PARTY_ROLE_NEXT_OF_KIN display_name: "Жанна" }
    parties { name: "c" role: PARTY_ROLE_LAWYER display_name: "Mehmet" })");
  *followed.mutable_details() =
      Json(R"({"told": "2026-01-29T23:30:00+03:00", "place": "Izmir", "colour": "red"})");
  return followed;
}

TEST(FollowOns, AreOfferedByTypeAndState) {
  v1::Case followed = Followed();
  EXPECT_THAT(CheckFollowOn(Death(), followed, "sample.estate", "follows"), IsEmpty());
  EXPECT_THAT(Lines(CheckFollowOn(Death(), followed, "sample.other", "follows")),
              ElementsAre("follows: from a case of the type sample.thing none of sample.other follows; it "
                          "offers: sample.estate"));
  followed.set_state("new");
  EXPECT_THAT(Lines(CheckFollowOn(Death(), followed, "sample.estate", "follows")),
              ElementsAre("follows: nothing follows from it in the state new; it is offered in: open"));
}

TEST(FollowOns, TakeOverWhatWasNotSaid) {
  v1::Case asked;
  TakeOver(Death(), Followed(), EstateOfOther(), asked);
  EXPECT_EQ(asked.summary(), "died");
  EXPECT_EQ(asked.host_state(), "TR");
  EXPECT_EQ(asked.details().DebugString(),
            Json(R"({"seen_on": "2026-01-29", "place": "Izmir"})").DebugString());
  ASSERT_EQ(asked.parties_size(), 2);
  EXPECT_EQ(asked.parties(0).SerializeAsString(),
            Parse<v1::Party>(R"(case_role: "deceased" display_name: "Болат" iin: "1")").SerializeAsString());
  EXPECT_EQ(asked.parties(1).role(), v1::PARTY_ROLE_NEXT_OF_KIN);
}

TEST(FollowOns, LeaveWhatWasSaid) {
  auto asked = Parse<v1::Case>(R"(
    summary: "a flat" host_state: "KZ"
    parties { role: PARTY_ROLE_SUBJECT case_role: "deceased" display_name: "Болат Әбенов" })");
  *asked.mutable_details() = Json(R"({"place": "Mersin"})");
  TakeOver(Death(), Followed(), EstateOfOther(), asked);
  EXPECT_EQ(asked.summary(), "a flat");
  EXPECT_EQ(asked.host_state(), "KZ");
  EXPECT_EQ(asked.details().fields().at("place").string_value(), "Mersin");
  ASSERT_EQ(asked.parties_size(), 2);
  EXPECT_EQ(asked.parties(0).display_name(), "Болат Әбенов");
  EXPECT_EQ(asked.parties(1).display_name(), "Жанна");
}

TEST(FollowOns, OfTypesAreExamined) {
  const struct {
    std::string follow_on;
    std::string fault;
  } rows[] = {
      {R"(label { kk: "к" ru: "р" en: "e" })", "the id of a type is needed"},
      {R"(type: "a.b")", "follow_ons a.b label: must be given in kk, ru and en"},
      {R"(type: "a.b" in_states: "gone")", "follow_ons a.b: there is no state gone"},
      {R"(type: "a.b" fields { from: "gone" })", "follow_ons a.b: there is no field gone"},
      {R"(type: "a.b" fields { from: "payer" })", "follow_ons a.b: payer is of FIELD_KIND_PARTY"},
      {R"(type: "a.b" parties { from: "UNCLE" to: "SUBJECT" })", "there is no role of a party UNCLE"},
      {R"(type: "a.b" parties { from: "SUBJECT" })", "what SUBJECT is there is needed"},
  };
  for (const auto& row : rows) {
    v1::CaseType proto = GoodType();
    *proto.add_fields() = Parse<v1::FieldRule>(
        R"(id: "payer" label { kk: "к" ru: "р" en: "e" } kind: FIELD_KIND_PARTY party_roles: "NEXT_OF_KIN")");
    *proto.add_follow_ons() = Parse<v1::FollowOn>(row.follow_on);
    const auto made = CaseType::Create(proto);
    ASSERT_FALSE(made.ok()) << row.follow_on;
    EXPECT_THAT(std::string(made.status().message()), HasSubstr(row.fault)) << row.follow_on;
  }
}

}  // namespace
}  // namespace arasha::rules
