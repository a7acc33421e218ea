// What people type or keep in files becomes the content of legal records: names, field values and
// case files must be taken exactly or refused with the place of the fault.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "absl/strings/str_cat.h"
#include "clients/input/case_file.h"
#include "clients/input/details.h"
#include "clients/input/time_input.h"
#include "clients/text/local_error.h"
#include "clients/text/names.h"
#include "proto/timestamps.h"

namespace arasha::clients {
namespace {

// On a case of 2026 of Istanbul, where the mission is not typed.
absl::StatusOr<std::string> Case(const char* typed) {
  return CaseName(typed, 2026, [] { return absl::StatusOr<std::string>("missions/IST"); });
}

TEST(CaseNameTest, TakesWhatPeopleType) {
  for (const char* typed :
       {"IST-2026-000123", "missions/IST/cases/IST-2026-000123", "ist-2026-000123", "IST-2026-123",
        "missions/ist/cases/ist-2026-123", " IST-2026-123 ", "2026-000123", "2026-123", "123", "000123"}) {
    EXPECT_EQ(Case(typed).value_or("refused"), "missions/IST/cases/IST-2026-000123") << typed;
  }
  EXPECT_EQ(*Case("waw-2025-7"), "missions/WAW/cases/WAW-2025-000007");
  EXPECT_EQ(*Case("IST-2026-1234567"), "missions/IST/cases/IST-2026-1234567");
  for (const char* typed : {"", "IST", "IST-2026", "-2026-1", "IST--1", "missions/IST", "missions//cases/x",
                            "a/b", "IST-2026-000123/parties/1", "IST-2026-0001 23", "IST-26-1", "1-2-3-4",
                            "missions/WAW/cases/IST-2026-000123", "missions/IST/cases/123", "12345678901",
                            "0", "IST-2026-0", "ИСТ-2026-1"}) {
    EXPECT_FALSE(Case(typed).ok()) << typed;
  }
}

TEST(CaseNameTest, AsksForTheMissionOnlyWhereItIsNotTyped) {
  const auto none = [] { return absl::StatusOr<std::string>(UsageError("usage.no_mission")); };
  EXPECT_TRUE(CaseName("IST-2026-1", 2026, none).ok());
  EXPECT_EQ(LocalErrorOf(CaseName("1", 2026, none).status())->key, "usage.no_mission");
  const auto all = [] { return absl::StatusOr<std::string>("missions/-"); };
  EXPECT_EQ(LocalErrorOf(CaseName("1", 2026, all).status())->key, "usage.case_without_mission");
}

TEST(NamesTest, AreMadeFull) {
  EXPECT_EQ(*MissionName("IST"), "missions/IST");
  EXPECT_EQ(*MissionName("missions/IST"), "missions/IST");
  EXPECT_EQ(*MissionName("ist"), "missions/IST");
  EXPECT_EQ(*MissionName("missions/ist"), "missions/IST");
  EXPECT_EQ(*MissionName("-"), "missions/-");
  EXPECT_FALSE(MissionName("I/T").ok());
  EXPECT_EQ(*PartyName("missions/IST/cases/c", "u-1"), "missions/IST/cases/c/parties/u-1");
  EXPECT_EQ(*PartyName("missions/IST/cases/c", "missions/x/cases/y/parties/z"),
            "missions/x/cases/y/parties/z");
  EXPECT_EQ(StaffName("a.omarova"), "staff/a.omarova");
  EXPECT_EQ(StaffName("staff/a.omarova"), "staff/a.omarova");
  EXPECT_EQ(CaseTypeName("rights.detention@2"), "caseTypes/rights.detention@2");
  EXPECT_EQ(ShortName("missions/IST/cases/IST-2026-000123"), "IST-2026-000123");
}

TEST(NewUuidTest, IsAVersion4UuidAndNeverTheSame) {
  std::set<std::string> seen;
  for (int i = 0; i < 100; ++i) {
    const std::string uuid = NewUuid();
    EXPECT_THAT(uuid,
                testing::MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
    EXPECT_TRUE(seen.insert(uuid).second);
  }
}

v1::CaseType TypeWithKinds() {
  v1::CaseType type;
  for (const auto& [id, kind] :
       {std::pair{"count", v1::FIELD_KIND_INTEGER}, std::pair{"minor", v1::FIELD_KIND_BOOL},
        std::pair{"docket", v1::FIELD_KIND_TEXT}, std::pair{"told", v1::FIELD_KIND_TIME},
        std::pair{"removed", v1::FIELD_KIND_DATE}, std::pair{"claim", v1::FIELD_KIND_MONEY},
        std::pair{"country", v1::FIELD_KIND_COUNTRY}, std::pair{"needs", v1::FIELD_KIND_CHOICES},
        std::pair{"stay", v1::FIELD_KIND_DURATION}}) {
    v1::FieldRule& rule = *type.add_fields();
    rule.set_id(id);
    rule.set_kind(kind);
  }
  return type;
}

// On 24 November 2026, a Tuesday, at 14:05 in Istanbul.
TimeReaders Times() {
  absl::TimeZone istanbul;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Istanbul", &istanbul));
  const absl::Time now = absl::FromCivil(absl::CivilMinute(2026, 11, 24, 14, 5), istanbul);
  const ZoneSource zone = [istanbul] { return absl::StatusOr<absl::TimeZone>(istanbul); };
  return {[=](const std::string& typed) -> absl::StatusOr<google::protobuf::Timestamp> {
            const auto time = ParseTime(typed, TimeUse::kHappened, now, zone);
            if (!time.ok()) return time.status();
            return ToTimestamp(*time);
          },
          [=](const std::string& typed) -> absl::StatusOr<std::string> {
            const auto day = ParseDay(typed, DayUse::kAny, now, zone);
            if (!day.ok()) return day.status();
            return absl::FormatCivilTime(*day);
          }};
}

TEST(ParseDetailsTest, AsksForTheTypeOnlyWhereTheTextIsAmbiguous) {
  int asked = 0;
  const auto source = [&]() -> absl::StatusOr<v1::CaseType> {
    ++asked;
    return TypeWithKinds();
  };
  auto details =
      ParseDetails({"place=Silivri = 9", "empty=", "quoted:=\"5\"", "given:=true"}, source, Times());
  ASSERT_TRUE(details.ok());
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(details->fields().at("place").string_value(), "Silivri = 9");
  EXPECT_EQ(details->fields().at("empty").kind_case(), google::protobuf::Value::kStringValue);
  EXPECT_EQ(details->fields().at("quoted").string_value(), "5");
  EXPECT_TRUE(details->fields().at("given").bool_value());

  details = ParseDetails({"count=5", "minor=true", "docket=2026118", "unknown=7"}, source, Times());
  ASSERT_TRUE(details.ok());
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(details->fields().at("count").number_value(), 5);
  EXPECT_TRUE(details->fields().at("minor").bool_value());
  EXPECT_EQ(details->fields().at("docket").string_value(), "2026118");
  EXPECT_EQ(details->fields().at("unknown").string_value(), "7");
}

TEST(ParseDetailsTest, TakesTimesAsPeopleTypeThemForFieldsThatAreTimes) {
  int asked = 0;
  const auto source = [&]() -> absl::StatusOr<v1::CaseType> {
    ++asked;
    return TypeWithKinds();
  };
  struct Typed {
    const char* assignment;
    const char* field;
    const char* value;
    int asked;
  };
  for (const Typed& typed :
       {Typed{"told=-2h", "told", "2026-11-24T09:05:00Z", 1},
        Typed{"told=2026-11-24 10:00", "told", "2026-11-24T07:00:00Z", 1},
        Typed{"told=23.11.2026 10:00", "told", "2026-11-23T07:00:00Z", 1},
        Typed{"told=кеше 10:00", "told", "2026-11-23T07:00:00Z", 1},
        Typed{"told=2026-11-24T10:00:00+03:00", "told", "2026-11-24T10:00:00+03:00", 1},
        Typed{"docket=-2h", "docket", "-2h", 1}, Typed{"docket=now", "docket", "now", 1},
        Typed{"docket=23.11.2026", "docket", "23.11.2026", 1},
        Typed{"docket=Казахстан", "docket", "Казахстан", 1},
        Typed{"removed=23.11.2026", "removed", "2026-11-23", 1},
        Typed{"removed=2026-11-23", "removed", "2026-11-23", 1},
        Typed{"removed=вчера", "removed", "2026-11-23", 1}, Typed{"removed=-3d", "removed", "2026-11-21", 1},
        Typed{"removed=3 декабря 2025", "removed", "2025-12-03", 1},
        Typed{"claim=150 000,50 usd", "claim", "150000.50 USD", 1}, Typed{"country=kaz", "country", "KZ", 1},
        Typed{"country=Түркия", "country", "TR", 1}, Typed{"country=Türkiye", "country", "TR", 1},
        Typed{"country=Narnia", "country", "Narnia", 0}}) {
    asked = 0;
    const auto details = ParseDetails({typed.assignment}, source, Times());
    ASSERT_TRUE(details.ok()) << typed.assignment;
    EXPECT_EQ(details->fields().at(typed.field).string_value(), typed.value) << typed.assignment;
    EXPECT_EQ(asked, typed.asked) << typed.assignment;
  }
}

TEST(ParseDetailsTest, TakesListsAndLengthsOfTime) {
  const auto source = []() -> absl::StatusOr<v1::CaseType> { return TypeWithKinds(); };
  const auto details = ParseDetails({"needs=food,heat", "docket=food,heat"}, source, Times());
  ASSERT_TRUE(details.ok());
  ASSERT_EQ(details->fields().at("needs").list_value().values_size(), 2);
  EXPECT_EQ(details->fields().at("needs").list_value().values(1).string_value(), "heat");
  EXPECT_EQ(details->fields().at("docket").string_value(), "food,heat");
  for (const auto& [typed, value] :
       {std::pair{"3d", "P3D"}, std::pair{"2h 30m", "PT2H30M"}, std::pair{"45 min", "PT45M"},
        std::pair{"3 күн 4 сағат", "P3DT4H"}, std::pair{"3 дня", "P3D"}, std::pair{"2 недели", "P14D"},
        std::pair{"1 year 6 months", "P1Y6M"}, std::pair{"5 лет", "P5Y"}, std::pair{"6 ай", "P6M"},
        std::pair{"PT36H", "P1DT12H"}, std::pair{"soon", "soon"}}) {
    const auto stay = ParseDetails({absl::StrCat("stay=", typed)}, source, Times());
    ASSERT_TRUE(stay.ok()) << typed;
    EXPECT_EQ(stay->fields().at("stay").string_value(), value) << typed;
  }
}

TEST(ParseDetailsTest, TakesAnswersInThreeLanguages) {
  const auto source = []() -> absl::StatusOr<v1::CaseType> { return TypeWithKinds(); };
  for (const auto& [typed, value] :
       {std::pair{"minor=yes", true}, std::pair{"minor=Да", true}, std::pair{"minor=иә", true},
        std::pair{"minor=no", false}, std::pair{"minor=нет", false}, std::pair{"minor=ЖОҚ", false}}) {
    const auto details = ParseDetails({typed}, source, Times());
    ASSERT_TRUE(details.ok()) << typed;
    EXPECT_EQ(details->fields().at("minor").kind_case(), google::protobuf::Value::kBoolValue) << typed;
    EXPECT_EQ(details->fields().at("minor").bool_value(), value) << typed;
  }
}

TEST(ParseDetailsTest, AsksForTheHourAndForTheYear) {
  const auto source = []() -> absl::StatusOr<v1::CaseType> { return TypeWithKinds(); };
  for (const auto& [typed, key] :
       {std::pair{"told=23.11.2026", "usage.time_of_day"}, std::pair{"removed=3 Dec", "usage.whole_date"},
        std::pair{"removed=monday", "usage.whole_date"}, std::pair{"removed=23.11.2026 10:00", "usage.date"},
        std::pair{"told=yes", "usage.time"}}) {
    const auto error = LocalErrorOf(ParseDetails({typed}, source, Times()).status());
    ASSERT_TRUE(error) << typed;
    EXPECT_EQ(error->key, key) << typed;
  }
}

TEST(ParseDetailsTest, RefusesWhatIsNoAssignment) {
  const auto source = []() -> absl::StatusOr<v1::CaseType> { return v1::CaseType(); };
  for (const char* typed : {"", "place", "=x", ":=1", "place:={"}) {
    EXPECT_TRUE(LocalErrorOf(ParseDetails({typed}, source, Times()).status())) << typed;
  }
}

TEST(ParseCaseFileTest, TakesBothSpellingsOfFields) {
  const auto parsed = ParseCaseFile(R"({"type": "rights.detention", "hostState": "TR", "received_time":
      "2026-11-24T11:05:00Z", "details": {"minors": 2}, "parties": [{"role": "PARTY_ROLE_SUBJECT", "display_name": "A"}]})",
                                    "f");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->matter.host_state(), "TR");
  EXPECT_EQ(parsed->matter.parties(0).role(), v1::PARTY_ROLE_SUBJECT);
  EXPECT_EQ(parsed->matter.details().fields().at("minors").number_value(), 2);
}

TEST(ParseCaseFileTest, SaysLineAndField) {
  const struct {
    const char* json;
    const char* key;
    const char* where;
    const char* what;  // field or text
  } kCases[] = {
      {"{\n  \"type\": \"a\",\n  \"summary\" \"b\"\n}", "syntax", "f.json:3", "\"summary\" \"b\""},
      {"{\n  \"type\": \"a\",\n", "end", "f.json:3", ""},
      {"{\n  \"type\": \"a", "end", "f.json:2", ""},
      {"", "empty", "f.json", ""},
      {" \n", "empty", "f.json", ""},
      {"[]", "object", "f.json:1", ""},
      {"{\n  \"details\": {\"minors\": 1e999}\n}", "number", "f.json", "1e999"},
      {"{\n  \"type\": \"a\",\n  \"sumary\": \"b\"\n}", "field", "f.json:3", "sumary"},
      {"{\n  \"type\": \"a\",\n\n  \"receivedTime\": \"yesterday\"\n}", "value", "f.json:4", "received_time"},
      {"{\n  \"priority\": \"VERY\"\n}", "choice", "f.json:2", "priority"},
      {"{\n  \"priority\": {}\n}", "value", "f.json:2", "priority"},
      {"{\n  \"parties\": [{\n    \"iin\": {}\n  }]\n}", "value", "f.json:3", "iin"},
      {"{\n  \"parties\": [{\n    \"iim\": \"1\"\n  }]\n}", "field", "f.json:3", "iim"},
  };
  for (const auto& c : kCases) {
    const auto parsed = ParseCaseFile(c.json, "f.json");
    ASSERT_FALSE(parsed.ok()) << c.json;
    LocalError error = *LocalErrorOf(parsed.status());
    EXPECT_EQ(error.key, absl::StrCat("usage.case_file_", c.key)) << c.json;
    EXPECT_EQ(error.parameters["where"], c.where) << c.json;
    EXPECT_EQ(absl::StrCat(error.parameters["field"], error.parameters["text"]), c.what) << c.json;
  }
}

TEST(ParseCaseFileTest, SaysWhichWordsThereAre) {
  const struct {
    const char* json;
    const char* where;
    const char* field;
    const char* nearest;
  } kCases[] = {
      {"{\n  \"sensitivity\": \"SENSITIVITY_ORDINRY\"\n}", "f.json:2", "sensitivity", "SENSITIVITY_ORDINARY"},
      {"{\n  \"sensitivity\": \"sensitive\"\n}", "f.json:2", "sensitivity", "SENSITIVITY_SENSITIVE"},
      {"{\"parties\": [\n  {\"role\": \"PARTY_ROLE_SUBJECT\"},\n  {\"role\": \"next-of-kin\"}\n]}",
       "f.json:3", "role", "PARTY_ROLE_NEXT_OF_KIN"},
      {"{\"parties\": [{\"role\":\n \"PARTY_ROL_LAWYR\"}]}", "f.json:2", "role", "PARTY_ROLE_LAWYER"},
      {"{\"details\": {\"role\": \"x\"}, \"parties\": [{\n  \"kind\": \"organization\"}]}", "f.json:2",
       "kind", "PARTY_KIND_ORGANISATION"},
  };
  for (const auto& c : kCases) {
    const auto parsed = ParseCaseFile(c.json, "f.json");
    ASSERT_FALSE(parsed.ok()) << c.json;
    LocalError error = *LocalErrorOf(parsed.status());
    EXPECT_EQ(error.key, "usage.case_file_choice_like") << c.json;
    EXPECT_EQ(error.parameters["where"], c.where) << c.json;
    EXPECT_EQ(error.parameters["field"], c.field) << c.json;
    EXPECT_THAT(error.parameters["nearest"], testing::StartsWith(c.nearest)) << c.json;
    EXPECT_THAT(error.parameters["values"], testing::HasSubstr(c.nearest)) << c.json;
  }
  const auto parsed = ParseCaseFile(R"({"priority": "VERY"})", "f.json");
  EXPECT_EQ(LocalErrorOf(parsed.status())->parameters["values"],
            "PRIORITY_LOW, PRIORITY_NORMAL, PRIORITY_HIGH, PRIORITY_URGENT");
}

}  // namespace
}  // namespace arasha::clients
