// What could go wrong: a value of the wrong form stored for good, a lawful one refused, a typing error in a
// field's name swallowed, or the value itself (personal data) repeated in an error.

#include "services/rules/catalogue/details.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/str_cat.h"
#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

constexpr char kTold[] = R"("told": "2026-11-24T09:30:00+03:00")";

struct Value {
  std::string field;
  std::string json;
};

TEST(CheckDetails, TakesEveryKindInItsForm) {
  const CaseType type = Made(GoodType());
  const Value cases[] = {
      {"seen_on", R"("2028-02-29")"},
      {"place", R"("a")"},
      {"place", R"("Әлібі")"},  // five letters, ten bytes
      {"note", absl::StrCat("\"", std::string(1000, 'n'), "\"")},
      {"colour", R"("blue")"},
      {"urgent", "false"},
      {"count", "0"},
      {"count", "-9007199254740992"},
      {"count", "9007199254740992"},
      {"sum", R"("0 KZT")"},
      {"sum", R"("125000.00 USD")"},
      {"sum", R"("999999999999999.99 EUR")"},
      {"sum", R"("5000 JPY")"},
      {"sum", R"("0.125 KWD")"},
      {"sum", R"("1.5 DEM")"},
      {"country", R"("TR")"},
  };
  for (const Value& good : cases) {
    const auto details = Json(absl::StrCat("{", kTold, ",\"", good.field, "\":", good.json, "}"));
    EXPECT_THAT(Lines(CheckDetails(type, details, "case.details")), IsEmpty()) << good.json;
  }
  for (const char* time :
       {"2026-11-24T09:30:00Z", "2026-11-24T09:30:00.123456-05:00", "1800-01-01T00:00:00+14:00"}) {
    EXPECT_THAT(Lines(CheckDetails(type, Json(absl::StrCat("{\"told\":\"", time, "\"}")), "d")), IsEmpty())
        << time;
  }
}

TEST(CheckDetails, RefusesEveryOtherForm) {
  const CaseType type = Made(GoodType());
  const Value cases[] = {
      {"told", R"("2026-11-24")"},
      {"told", R"("2026-11-24T09:30:00")"},
      {"told", R"("2026-11-31T09:30:00Z")"},
      {"told", "1763970000"},
      {"told", R"("yesterday")"},
      {"told", "null"},
      {"told", R"("infinite-past")"},
      {"told", R"("        infinite-future")"},
      {"told", R"("  2026-11-24T09:30:00Z")"},
      {"told", R"("2026-11-24T09:30:00Z  ")"},
      {"told", R"("12026-11-24T09:30:00Z")"},
      {"told", R"("-2026-11-24T09:30:00Z")"},
      {"told", R"("2026-11-24 09:30:00Z   ")"},
      {"told", R"("infinite-future")"},
      {"seen_on", R"("2026-02-29")"},
      {"seen_on", R"("24.11.2026")"},
      {"seen_on", "20261124"},
      {"place", R"("")"},
      {"place", R"("abcdef")"},
      {"place", "7"},
      {"place", "null"},
      {"place", R"(["a"])"},
      {"note", absl::StrCat("\"", std::string(1001, 'n'), "\"")},
      {"colour", R"("green")"},
      {"colour", R"("")"},
      {"colour", R"("RED")"},
      {"colour", "true"},
      {"urgent", R"("true")"},
      {"urgent", "1"},
      {"count", "1.5"},
      {"count", R"("7")"},
      {"count", "9007199254740994"},
      {"count", "1e300"},
      {"sum", R"("125000.00")"},
      {"sum", R"("125000.00 usd")"},
      {"sum", R"("125,000.00 USD")"},
      {"sum", R"("-5 USD")"},
      {"sum", R"(".5 USD")"},
      {"sum", R"("5. USD")"},
      {"sum", R"("5.12345 USD")"},
      {"sum", R"("1000.555 USD")"},
      {"sum", R"("5.5 JPY")"},
      {"sum", R"("5 ZZZ")"},
      {"told", R"("2026-11-24T09:30:00.00000000000000000000000000Z")"},
      {"sum", R"("1000000000000000 USD")"},
      {"sum", R"("5  USD")"},
      {"sum", R"("5 US")"},
      {"sum", R"("USD")"},
      {"sum", "5"},
      {"country", R"("Türkiye")"},
      {"country", R"("tr")"},
      {"country", R"({"code":"TR"})"},
  };
  for (const Value& bad : cases) {
    SCOPED_TRACE(absl::StrCat(bad.field, " ", bad.json));
    const std::string told = bad.field == "told" ? "" : absl::StrCat(kTold, ",");
    const auto details = Json(absl::StrCat("{", told, "\"", bad.field, "\":", bad.json, "}"));
    const Violations violations = CheckDetails(type, details, "case.details");
    EXPECT_THAT(Fields(violations), ElementsAre("case.details." + bad.field));
  }
}

TEST(CheckDetails, SaysOfAnAmountWhetherItIsOneBelowZero) {
  const CaseType type = Made(GoodType());
  for (const auto& [sum, fault] :
       {std::pair{"-5 USD", "must not be negative"}, std::pair{"-5.50 USD", "must not be negative"},
        std::pair{"-USD", "must be an amount and a currency, as 125000.00 USD"},
        std::pair{"--5 USD", "must be an amount and a currency, as 125000.00 USD"}}) {
    const auto details = Json(absl::StrCat("{", kTold, ",\"sum\":\"", sum, "\"}"));
    EXPECT_THAT(Lines(CheckDetails(type, details, "case.details")),
                ElementsAre(absl::StrCat("case.details.sum: ", fault)));
  }
}

TEST(CheckDetails, NamesEveryFaultAndNoValue) {
  const CaseType type = Made(GoodType());
  const auto details =
      Json(R"({"place": "Secret street 5", "plcae": "Secret street 5", "urgent": "Secret street 5"})");
  const Violations violations = CheckDetails(type, details, "case.details");
  EXPECT_THAT(Lines(violations),
              ElementsAre("case.details.place: must have at most 5 characters, and has 15",
                          "case.details.plcae: is not a field of this case type",
                          "case.details.told: is required", "case.details.urgent: must be true or false"));
  for (const std::string& line : Lines(violations)) EXPECT_THAT(line, Not(HasSubstr("Secret")));
}

TEST(CheckDetails, WhatIsNoTextIsNotCalledMissing) {
  const CaseType type = Made(GoodType());
  for (const char* place : {R"(["a"])", "5", "null", "true"}) {
    const auto details = Json(absl::StrCat("{", kTold, ",\"place\":", place, "}"));
    EXPECT_THAT(Lines(CheckDetails(type, details, "case.details")),
                ElementsAre("case.details.place: must be text, in quotation marks"))
        << place;
  }
}

TEST(CheckDetails, RequiredForAnEventIsNotRequiredAtOnce) {
  EXPECT_THAT(Lines(CheckDetails(Made(GoodType()), Json(absl::StrCat("{", kTold, "}")), "d")), IsEmpty());
}

TEST(FieldTime, DateIsItsFirstInstantInTheZone) {
  const CaseType type = Made(GoodType());
  const auto value = [](const std::string& text) { return Parse<google::protobuf::Value>(text); };
  const auto& date = *type.FindField("seen_on");
  const auto& time = *type.FindField("told");
  const absl::TimeZone warsaw = Zone("Europe/Warsaw");
  EXPECT_EQ(FieldTime(date, value(R"(string_value: "2026-07-01")"), warsaw), At("2026-06-30T22:00:00Z"));
  EXPECT_EQ(FieldTime(date, value(R"(string_value: "2026-12-01")"), warsaw), At("2026-11-30T23:00:00Z"));
  EXPECT_EQ(FieldTime(time, value(R"(string_value: "2026-07-01T10:00:00+05:00")"), warsaw),
            At("2026-07-01T05:00:00Z"));
  EXPECT_EQ(FieldTime(date, value(R"(string_value: "2026-02-30")"), warsaw), std::nullopt);
  EXPECT_EQ(FieldTime(time, value(R"(string_value: "noon")"), warsaw), std::nullopt);
  EXPECT_EQ(FieldTime(time, value("number_value: 5"), warsaw), std::nullopt);
  EXPECT_EQ(FieldTime(*type.FindField("place"), value(R"(string_value: "2026-07-01")"), warsaw),
            std::nullopt);
}

TEST(CheckDetails, AsksForAFieldWhileItsConditionHolds) {
  v1::CaseType proto = GoodType();
  proto.mutable_fields(2)->set_required(true);  // place
  *proto.mutable_fields(2)->add_required_when() = Parse<v1::Condition>(R"(field: "colour" values: "red")");
  const CaseType type = Made(std::move(proto));
  const auto lacking = [&](const char* others) {
    return Fields(CheckDetails(type, Json(absl::StrCat("{", kTold, others, "}")), "d"));
  };
  EXPECT_THAT(lacking(""), IsEmpty());
  EXPECT_THAT(lacking(R"(, "colour": "blue")"), IsEmpty());
  EXPECT_THAT(lacking(R"(, "colour": "red")"), ElementsAre("d.place"));
  EXPECT_THAT(lacking(R"(, "colour": "red", "place": "here")"), IsEmpty());
}

}  // namespace
}  // namespace arasha::rules
