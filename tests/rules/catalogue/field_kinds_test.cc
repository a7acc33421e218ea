// What could go wrong: one list kept in two orders, a length of time or a number of a ship that says
// something else than was typed, an amount over its cap paid, or a type whose fields nobody can fill.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "absl/strings/str_cat.h"
#include "proto/conditions.h"
#include "proto/durations.h"
#include "services/rules/catalogue/details.h"
#include "services/rules/catalogue/field_values.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kLabel[] = R"(label { kk: "к" ru: "р" en: "e" } )";

// The small type with a field of each of these kinds.
v1::CaseType KindsType() {
  v1::CaseType type = GoodType();
  const std::string label = kLabel;
  const auto choice = [&](const std::string& id) {
    return absl::StrCat("choices { id: '", id, "' ", label, "} ");
  };
  const auto cap = [&](const std::string& words) {
    return absl::StrCat("caps { ", words, " label { kk: 'т' ru: 'п' en: 'A cap' } source: 's' } ");
  };
  for (const std::string& field :
       {absl::StrCat("id: 'needs' kind: FIELD_KIND_CHOICES ", choice("food"), choice("water"),
                     choice("heat")),
        std::string("id: 'payer' kind: FIELD_KIND_PARTY party_roles: 'NEXT_OF_KIN'"),
        std::string("id: 'other' kind: FIELD_KIND_CASE"), std::string("id: 'stay' kind: FIELD_KIND_DURATION"),
        std::string("id: 'ship' kind: FIELD_KIND_IDENTIFIER identifier: IDENTIFIER_KIND_IMO_NUMBER"),
        std::string("id: 'account' kind: FIELD_KIND_LONG_TEXT"),
        absl::StrCat("id: 'lodging' kind: FIELD_KIND_MONEY ",
                     cap("amount: '200.00 USD' for_each: ['count', 'stay']")),
        absl::StrCat("id: 'ticket' kind: FIELD_KIND_MONEY ", cap("amount: '900.00 USD'"),
                     cap("amount: '500 EUR' when { field: 'urgent' values: 'false' }"))}) {
    *type.add_fields() = Parse<v1::FieldRule>(absl::StrCat(field, " ", label));
  }
  return type;
}

struct Said {
  std::string details;
  std::string lines;  // what is wrong, empty if nothing
};

TEST(FieldKinds, AreCheckedByTheirForm) {
  const CaseType type = Made(KindsType());
  const Said cases[] = {
      {R"("needs": ["food", "heat"])", ""},
      {R"("needs": "food")", ""},
      {R"("needs": [])", "d.needs: must be a list of these, at least one: food, water, heat"},
      {R"("needs": ["gold"])", "d.needs: must be a list of these"},
      {R"("needs": [1])", "d.needs: must be a list of these"},
      {R"("needs": true)", "d.needs: must be a list of these"},
      {R"("needs": ["food", "food"])", "d.needs: has food twice"},
      {R"("needs": ["food", "food", "food", "food"])", "d.needs: must be at most 3"},
      {R"("stay": "P3DT4H")", ""},
      {R"("stay": "P0D")", ""},
      {R"("stay": "3 days")", "d.stay: must be a length of time by ISO 8601"},
      {R"("stay": "P201Y")", "d.stay: must be a length of time"},
      {R"("stay": 3)", "d.stay: must be a length of time"},
      {R"("ship": "IMO 9074729")", ""},
      {R"("ship": "9074728")", "d.ship: the check digit does not fit"},
      {R"("ship": "Aktau")", "d.ship: must be an IMO number"},
      {R"("ship": 9074729)", "d.ship: must be text"},
      {R"("account": "One.\nTwo.")", ""},
      {absl::StrCat("\"account\": \"", std::string(10'000, 'n'), "\""), ""},
      {absl::StrCat("\"account\": \"", std::string(10'001, 'n'), "\""), "d.account: must have at most 10000"},
      {R"("payer": "019a1b2c-3d4e-7f50-8a6b-7c8d9e0f1a2b", "other": "IST-2026-000123")", ""},
      {R"("payer": ["x"])", "d.payer: must be text"},
      {R"("other": "")", "d.other: is required"},
  };
  for (const Said& said : cases) {
    SCOPED_TRACE(said.details.substr(0, 100));
    const auto details = Json(absl::StrCat(R"({"told": "2026-11-24T09:30:00Z", )", said.details, "}"));
    const auto lines = Lines(CheckDetails(type, details, "d"));
    if (said.lines.empty()) {
      EXPECT_THAT(lines, IsEmpty());
    } else {
      EXPECT_THAT(lines, ElementsAre(HasSubstr(said.lines)));
    }
  }
}

TEST(FieldKinds, AreKeptInOneForm) {
  const v1::CaseType type = KindsType();
  const auto kept = [&](const std::string& details) {
    google::protobuf::Struct values = Json(details);
    KeepDetails(type.fields(), values);
    std::string text;
    for (const auto& [id, value] : values.fields()) {
      for (const std::string& one : IdsOf(value)) absl::StrAppend(&text, text.empty() ? "" : " ", one);
    }
    return text;
  };
  EXPECT_EQ(kept(R"({"needs": ["heat", "food"]})"), "food heat");
  EXPECT_EQ(kept(R"({"needs": "water"})"), "water");
  EXPECT_EQ(kept(R"({"needs": ["heat", "heat"]})"), "heat heat") << "refused as it is";
  EXPECT_EQ(kept(R"({"stay": "P1W"})"), "P7D");
  EXPECT_EQ(kept(R"({"stay": "PT36H90M"})"), "P1DT13H30M");
  EXPECT_EQ(kept(R"({"stay": "P18M"})"), "P1Y6M");
  EXPECT_EQ(kept(R"({"stay": "soon"})"), "soon");
  EXPECT_EQ(kept(R"({"ship": "imo 907 4729"})"), "9074729");
  EXPECT_EQ(kept(R"({"ship": "907"})"), "907");
}

TEST(Durations, AreReadAndWritten) {
  for (const char* bad : {"", "P", "PT", "P1", "P1H", "PT1D", "P1D1Y", "P1DT", "P-1D", "P1.5D", "p1d", "P1S",
                          "P123456789D", "1D", "P1D ", "PT5M6H", "P1DT1HT1M"}) {
    EXPECT_FALSE(ParseDuration(bad)) << bad;
  }
  for (const char* same : {"P0D", "P1Y", "P1Y6M", "P3D", "P3DT4H", "PT45M", "P1Y6M3DT4H5M", "P200Y"}) {
    ASSERT_TRUE(ParseDuration(same)) << same;
    EXPECT_EQ(DurationText(*ParseDuration(same)), same);
  }
  EXPECT_EQ(DaysBegun(*ParseDuration("PT1M")), 1);
  EXPECT_EQ(DaysBegun(*ParseDuration("P2D")), 2);
  EXPECT_EQ(DaysBegun(*ParseDuration("P2DT1M")), 3);
}

TEST(MoneyCaps, RefuseWhatGoesBeyondThem) {
  const CaseType type = Made(KindsType());
  const Said cases[] = {
      // Two persons for two days and a half, of which the last counts whole.
      {R"("count": 2, "stay": "P2DT12H", "lodging": "1200.00 USD")", ""},
      {R"("count": 2, "stay": "P2DT12H", "lodging": "1200.01 USD")",
       "d.lodging: A cap: lodging must be at most 1200.00 USD"},
      {R"("count": 0, "stay": "P2D", "lodging": "1 USD")", "must be at most 0.00 USD"},
      {R"("stay": "P2D", "lodging": "1 USD")",
       "d.lodging: has a cap of 200.00 USD for each of count: give count first"},
      {R"("count": 2, "lodging": "1 USD")", "for each of stay: give stay first"},
      {R"("count": -2, "stay": "P2D", "lodging": "1 USD")", "for each of count"},
      {R"("count": 2, "stay": "P2D", "lodging": "900.00 EUR")",
       "d.lodging: has a cap, and must be in a currency of that: USD"},
      {R"("count": 2, "stay": "P2D", "lodging": "999999999999999.99 USD")", "at most 800.00 USD"},
      {R"("ticket": "900 USD")", ""},
      {R"("ticket": "900.01 USD")", "at most 900.00 USD"},
      {R"("ticket": "500 EUR", "urgent": false)", ""},
      {R"("ticket": "500.01 EUR", "urgent": false)", "at most 500.00 EUR"},
      {R"("ticket": "400 EUR", "urgent": true)", "in a currency of that: USD"},
      {R"("ticket": "400 KZT", "urgent": false)", "in a currency of that: EUR, USD"},
  };
  for (const Said& said : cases) {
    SCOPED_TRACE(said.details);
    const auto details = Json(absl::StrCat(R"({"told": "2026-11-24T09:30:00Z", )", said.details, "}"));
    const auto lines = Lines(CheckDetails(type, details, "d"));
    if (said.lines.empty()) {
      EXPECT_THAT(lines, IsEmpty());
    } else {
      EXPECT_THAT(lines, ElementsAre(HasSubstr(said.lines)));
    }
  }
}

TEST(Conditions, AskListsAndDurations) {
  const auto holds = [](const std::string& condition, const std::string& details) {
    google::protobuf::RepeatedPtrField<v1::Condition> conditions;
    *conditions.Add() = Parse<v1::Condition>(condition);
    return Hold(conditions, Json(details));
  };
  const std::string food = "field: 'needs' values: ['food', 'water']";
  EXPECT_TRUE(holds(food, R"({"needs": ["heat", "water"]})"));
  EXPECT_TRUE(holds(food, R"({"needs": "food"})"));
  EXPECT_FALSE(holds(food, R"({"needs": ["heat"]})"));
  EXPECT_FALSE(holds(food, R"({"needs": []})"));
  EXPECT_FALSE(holds(food, "{}"));
  const std::string month = "field: 'stay' over: 'P30D'";
  EXPECT_TRUE(holds(month, R"({"stay": "P30DT1M"})"));
  EXPECT_TRUE(holds(month, R"({"stay": "P2M"})"));
  EXPECT_FALSE(holds(month, R"({"stay": "P1M"})"));
  EXPECT_FALSE(holds(month, R"({"stay": "PT1H"})"));
}

struct Fault {
  std::string said;
  std::function<void(v1::FieldRule&)> spoil;
  std::string field;
};

TEST(FieldKinds, OfATypeAreExamined) {
  const Fault cases[] = {
      {"fields needs: choices go with", [](auto& f) { f.clear_choices(); }, "needs"},
      {"fields needs: 201 choices are more than anybody chooses from: at most 200",
       [](auto& f) {
         const v1::Choice one = f.choices(0);
         f.clear_choices();
         for (int i = 0; i < 201; ++i) {
           *f.add_choices() = one;
           f.mutable_choices(i)->set_id(absl::StrCat("c", i));
         }
       },
       "needs"},
      {"fields ship: identifier goes with", [](auto& f) { f.clear_identifier(); }, "ship"},
      {"fields stay: identifier goes with", [](auto& f) { f.set_identifier(v1::IDENTIFIER_KIND_VIN); },
       "stay"},
      {"fields ship: there is no such identifier",
       [](auto& f) { f.set_identifier(static_cast<v1::IdentifierKind>(99)); }, "ship"},
      {"fields stay: party_roles is only for", [](auto& f) { f.add_party_roles("LAWYER"); }, "stay"},
      {"fields payer party_roles: there is no role of a party BOSS",
       [](auto& f) { f.add_party_roles("BOSS"); }, "payer"},
      {"fields payer: a case that is being opened has no party", [](auto& f) { f.set_required(true); },
       "payer"},
      {"fields stay: caps are only for", [](auto& f) { f.add_caps(); }, "stay"},
      {"fields ticket caps 1: amount must be an amount and a currency",
       [](auto& f) { f.mutable_caps(0)->set_amount("900"); }, "ticket"},
      {"fields ticket caps 1: a source is needed", [](auto& f) { f.mutable_caps(0)->clear_source(); },
       "ticket"},
      {"fields ticket caps 1 label: must be given", [](auto& f) { f.mutable_caps(0)->clear_label(); },
       "ticket"},
      {"fields ticket caps 1: for_each: there is no INTEGER or DURATION field place",
       [](auto& f) { f.mutable_caps(0)->add_for_each("place"); }, "ticket"},
      {"fields ticket caps 2 when: urgent is never maybe",
       [](auto& f) { f.mutable_caps(1)->mutable_when(0)->set_values(0, "maybe"); }, "ticket"},
      {"fields payer: caps are only for", [](auto& f) { f.add_caps(); }, "payer"},
      {"stay over 30: must be a duration, as P30D",
       [](auto& f) {
         f.mutable_caps(1)->mutable_when(0)->set_field("stay");
         f.mutable_caps(1)->mutable_when(0)->clear_values();
         f.mutable_caps(1)->mutable_when(0)->set_over("30");
       },
       "ticket"},
  };
  for (const Fault& fault : cases) {
    v1::CaseType type = KindsType();
    for (v1::FieldRule& field : *type.mutable_fields()) {
      if (field.id() == fault.field) fault.spoil(field);
    }
    const auto created = CaseType::Create(type);
    ASSERT_FALSE(created.ok()) << fault.said;
    EXPECT_THAT(std::string(created.status().message()), HasSubstr(fault.said));
  }
}

}  // namespace
}  // namespace arasha::rules
