// What people type or keep in files becomes the content of legal records: names, field values and
// case files must be taken exactly or refused with the place of the fault.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "clients/case_file.h"
#include "clients/details.h"
#include "clients/local_error.h"
#include "clients/names.h"
#include "clients/times.h"

namespace arasha::clients {
namespace {

TEST(CaseNameTest, TakesShortAndFullNames) {
  EXPECT_EQ(*CaseName("IST-2026-000123"), "missions/IST/cases/IST-2026-000123");
  EXPECT_EQ(*CaseName("missions/IST/cases/IST-2026-000123"), "missions/IST/cases/IST-2026-000123");
  for (const char* typed : {"", "IST", "IST-2026", "-2026-1", "IST--1", "missions/IST", "missions//cases/x",
                            "a/b", "IST-2026-000123/parties/1", "IST-2026-0001 23"}) {
    EXPECT_FALSE(CaseName(typed).ok()) << typed;
  }
}

TEST(NamesTest, AreMadeFull) {
  EXPECT_EQ(*MissionName("IST"), "missions/IST");
  EXPECT_EQ(*MissionName("missions/IST"), "missions/IST");
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
        std::pair{"docket", v1::FIELD_KIND_TEXT}, std::pair{"told", v1::FIELD_KIND_TIME}}) {
    v1::FieldRule& rule = *type.add_fields();
    rule.set_id(id);
    rule.set_kind(kind);
  }
  return type;
}

// On 24 November 2026 at 14:05 in Istanbul.
absl::StatusOr<google::protobuf::Timestamp> TimeOf(const std::string& typed) {
  absl::TimeZone istanbul;
  EXPECT_TRUE(absl::LoadTimeZone("Europe/Istanbul", &istanbul));
  const auto time =
      ParseTime(typed, absl::FromCivil(absl::CivilMinute(2026, 11, 24, 14, 5), istanbul), istanbul);
  if (!time.ok()) return time.status();
  return ToProto(*time);
}

TEST(ParseDetailsTest, AsksForTheTypeOnlyWhereTheTextIsAmbiguous) {
  int asked = 0;
  const auto source = [&]() -> absl::StatusOr<v1::CaseType> {
    ++asked;
    return TypeWithKinds();
  };
  auto details =
      ParseDetails({"place=Silivri = 9", "empty=", "quoted:=\"5\"", "given:=true"}, source, &TimeOf);
  ASSERT_TRUE(details.ok());
  EXPECT_EQ(asked, 0);
  EXPECT_EQ(details->fields().at("place").string_value(), "Silivri = 9");
  EXPECT_EQ(details->fields().at("empty").kind_case(), google::protobuf::Value::kStringValue);
  EXPECT_EQ(details->fields().at("quoted").string_value(), "5");
  EXPECT_TRUE(details->fields().at("given").bool_value());

  details = ParseDetails({"count=5", "minor=true", "docket=2026118", "unknown=7"}, source, &TimeOf);
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
        Typed{"told=2026-11-24T10:00:00+03:00", "told", "2026-11-24T10:00:00+03:00", 0},
        Typed{"told=yesterday", "told", "yesterday", 0}, Typed{"docket=-2h", "docket", "-2h", 1},
        Typed{"docket=now", "docket", "now", 1}}) {
    asked = 0;
    const auto details = ParseDetails({typed.assignment}, source, &TimeOf);
    ASSERT_TRUE(details.ok()) << typed.assignment;
    EXPECT_EQ(details->fields().at(typed.field).string_value(), typed.value) << typed.assignment;
    EXPECT_EQ(asked, typed.asked) << typed.assignment;
  }
}

TEST(ParseDetailsTest, RefusesWhatIsNoAssignment) {
  const auto source = []() -> absl::StatusOr<v1::CaseType> { return v1::CaseType(); };
  for (const char* typed : {"", "place", "=x", ":=1", "place:={"}) {
    EXPECT_TRUE(LocalErrorOf(ParseDetails({typed}, source, &TimeOf).status())) << typed;
  }
}

TEST(ParseCaseFileTest, TakesBothSpellingsOfFields) {
  const auto parsed = ParseCaseFile(R"({"type": "rights.detention", "hostState": "TR", "received_time":
      "2026-11-24T11:05:00Z", "details": {"minors": 2}, "parties": [{"role": "PARTY_ROLE_SUBJECT"}]})",
                                    "f");
  ASSERT_TRUE(parsed.ok());
  EXPECT_EQ(parsed->host_state(), "TR");
  EXPECT_EQ(parsed->parties(0).role(), v1::PARTY_ROLE_SUBJECT);
  EXPECT_EQ(parsed->details().fields().at("minors").number_value(), 2);
}

TEST(ParseCaseFileTest, SaysLineAndField) {
  const struct {
    const char* json;
    const char* where;
    const char* error;
  } kCases[] = {
      {"{\n  \"type\": \"a\",\n  \"summary\" \"b\"\n}", "f.json:3", "expected ':'"},
      {"{\n  \"type\": \"a\",\n", "f.json:3", "unexpected end"},
      {"", "f.json:1", "unexpected end"},
      {"[]", "f.json:1", "want an object"},
      {"{\n  \"details\": {\"minors\": 1e999}\n}", "f.json", "number overflow parsing '1e999'"},
      {"{\n  \"type\": \"a\",\n  \"sumary\": \"b\"\n}", "f.json:3", "sumary"},
      {"{\n  \"type\": \"a\",\n\n  \"receivedTime\": \"yesterday\"\n}", "f.json:4", "received"},
      {"{\n  \"priority\": \"VERY\"\n}", "f.json:2", "priority"},
      {"{\n  \"parties\": [{\n    \"iin\": {}\n  }]\n}", "f.json", "iin"},
  };
  for (const auto& c : kCases) {
    const auto parsed = ParseCaseFile(c.json, "f.json");
    ASSERT_FALSE(parsed.ok()) << c.json;
    const LocalError error = *LocalErrorOf(parsed.status());
    EXPECT_THAT(error.parameters.at("where"), testing::StartsWith(c.where)) << error.parameters.at("error");
    EXPECT_THAT(error.parameters.at("error"), testing::HasSubstr(c.error));
  }
}

}  // namespace
}  // namespace arasha::clients
