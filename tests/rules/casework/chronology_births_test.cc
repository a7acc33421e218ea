// What could go wrong: a birth that nobody knows, or that of somebody else, is held against what a case
// tells; one that is put right lies after what the person did.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tests/rules/casework/chronology_samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

struct ToldRow {
  std::string party;
  std::optional<absl::CivilDay> born;
};

TEST(BirthOf, IsTheDateOfBirthOrWhatTheIinTells) {
  const ToldRow rows[] = {{"", std::nullopt},
                          {R"(birth_date: "1991-02-14")", absl::CivilDay(1991, 2, 14)},
                          {R"(iin: "261120500010")", absl::CivilDay(2026, 11, 20)},
                          {R"(iin: "261120500011")", std::nullopt},  // a wrong check digit
                          {R"(birth_date: "1991-02-14" iin: "261120500010")", absl::CivilDay(1991, 2, 14)}};
  for (const ToldRow& row : rows) EXPECT_EQ(BirthOf(Parse<v1::Party>(row.party)), row.born) << row.party;
}

struct BirthRow {
  std::vector<std::string> parties;
  std::set<absl::CivilDay> births;
};

TEST(BirthsOf, AreTheSubjectsIfEachIsKnown) {
  const std::string subject = "role: PARTY_ROLE_SUBJECT ";
  const BirthRow rows[] = {
      {{}, {}},
      {{R"(role: PARTY_ROLE_LAWYER birth_date: "1950-01-01")"}, {}},
      {{subject + R"(birth_date: "1991-02-14")"}, {absl::CivilDay(1991, 2, 14)}},
      {{subject + R"(birth_date: "1991-02-14")", subject + R"(birth_date: "1960-01-01")"},
       {absl::CivilDay(1960, 1, 1), absl::CivilDay(1991, 2, 14)}},
      {{subject + R"(birth_date: "1991-02-14")", subject + R"(iin: "261120500010")"},
       {absl::CivilDay(1991, 2, 14), absl::CivilDay(2026, 11, 20)}},
      {{subject + R"(birth_date: "1991-02-14")", subject}, {}},
      {{subject + R"(birth_date: "1991-02-14")",
        subject + R"(birth_date: "1960-01-01" remove_time { seconds: 1 })"},
       {absl::CivilDay(1991, 2, 14)}},
  };
  for (const BirthRow& row : rows) {
    v1::Case message;
    for (const std::string& party : row.parties) *message.add_parties() = Parse<v1::Party>(party);
    EXPECT_EQ(BirthsOf(message.parties()), row.births) << message.ShortDebugString();
  }
}

TEST(CheckBirth, IsNotAfterWhatTheCaseTells) {
  const CaseType type = Type();
  const auto details = Json(R"({"seen_on": "2018-03-01", "told": "2019-01-01T00:00:00Z"})");
  CaseTimes times = Times();
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")), IsEmpty());
  times.births = {absl::CivilDay(2018, 3, 1)};
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")), IsEmpty());
  times.births = {absl::CivilDay(2018, 3, 2)};
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")),
              ElementsAre("p.birth_date: must not lie after seen_on"));
  times.births.clear();
  EXPECT_THAT(Lines(CheckBirth(type, details, times, "p.birth_date")), IsEmpty());
}

struct NamedRow {
  std::string first;
  bool fits;
};

TEST(CheckBirthBeforeEntries, ByDaysOfTheMission) {
  const NamedRow rows[] = {
      {"2026-11-19T23:59:59+03:00", false}, {"2026-11-19T21:00:00Z", true},  // the twentieth in Istanbul
      {"2026-11-20T00:00:00+03:00", true},  {"2026-11-20T02:00:00+06:00", false},
      {"1999-01-01T00:00:00Z", false},      {"2026-11-24T09:00:00Z", true},
  };
  const auto judged = [](const std::string& first) {
    return Lines(CheckBirthBeforeEntries(absl::CivilDay(2026, 11, 20), At(first), Zone("Europe/Istanbul"),
                                         "party.birth_date"));
  };
  for (const NamedRow& row : rows) EXPECT_EQ(judged(row.first).empty(), row.fits) << row.first;
  EXPECT_THAT(judged("2026-11-19T09:00:30Z"),
              ElementsAre("party.birth_date: must not lie after 2026-11-19 12:00 UTC+03:00, when an entry "
                          "tells of this person; if it does, correct that entry first"));
}

}  // namespace
}  // namespace arasha::rules
