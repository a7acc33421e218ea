// What could go wrong: a slip in a date is taken for a holiday, or a state has none for a year; an older
// version of a calendar wins.

#include "services/rules/catalogue/state_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "absl/strings/str_replace.h"
#include "tests/support/shipped_calendars.h"

namespace arasha::rules {
namespace {

using ::testing::HasSubstr;

constexpr char kGood[] = R"(state: "TR" version: 2 source: "Law No. 1" first_year: 2026 last_year: 2028
    weekend: [WEEKDAY_SATURDAY, WEEKDAY_SUNDAY]
    holidays { label { kk: "к" ru: "р" en: "Feast" } every_year: ["01-01", "02-29"] dates: "2026-03-20"
               provisional_dates: "2027-03-09" }
    worked: "2026-03-28")";

// `kGood` with something changed.
absl::StatusOr<StateCalendar> Changed(const std::string& from, const std::string& to) {
  EXPECT_THAT(kGood, HasSubstr(from));
  return StateCalendar::Parse(absl::StrReplaceAll(kGood, {{from, to}}));
}

TEST(StateCalendars, ReadDaysOfAllYearsAndOfOne) {
  const auto calendar = StateCalendar::Parse(kGood);
  ASSERT_TRUE(calendar.ok()) << calendar.status();
  EXPECT_EQ(calendar->ref(), "TR@2");
  EXPECT_NE(calendar->HolidayOn(absl::CivilDay(2026, 1, 1)), nullptr);
  EXPECT_NE(calendar->HolidayOn(absl::CivilDay(2028, 1, 1)), nullptr);
  EXPECT_EQ(calendar->HolidayOn(absl::CivilDay(2029, 1, 1)), nullptr);
  EXPECT_NE(calendar->HolidayOn(absl::CivilDay(2028, 2, 29)), nullptr);
  EXPECT_EQ(calendar->HolidayOn(absl::CivilDay(2026, 3, 1)), nullptr) << "no leap year";
  ASSERT_NE(calendar->HolidayOn(absl::CivilDay(2027, 3, 9)), nullptr);
  EXPECT_TRUE(calendar->HolidayOn(absl::CivilDay(2027, 3, 9))->provisional);
  EXPECT_TRUE(calendar->IsWeekend(absl::CivilDay(2026, 3, 28)));
  EXPECT_TRUE(calendar->IsWorkedInstead(absl::CivilDay(2026, 3, 28)));
  EXPECT_FALSE(calendar->IsWorkedInstead(absl::CivilDay(2026, 3, 29)));
}

TEST(StateCalendars, RefuseWhatIsNone) {
  const struct {
    std::string from;
    std::string to;
    std::string fault;
  } rows[] = {
      {"\"TR\"", "\"XX\"", "state: a code of ISO 3166-1 alpha-2"},
      {"version: 2", "version: 0", "version: it is 1 or more"},
      {"source: \"Law No. 1\"", "", "source: the law or gazette is needed"},
      {"first_year: 2026", "", "first_year"},
      {"last_year: 2028", "last_year: 2025", "first_year"},
      {"WEEKDAY_SUNDAY", "WEEKDAY_UNSPECIFIED", "weekend: a day is"},
      {"weekend: [WEEKDAY_SATURDAY, WEEKDAY_SUNDAY]", "", "weekend: a day at least"},
      {"kk: \"к\" ", "", "holiday Feast: a label in kk, ru and en"},
      {"\"02-29\"", "\"02-30\"", "02-30 is no day of a year"},
      {"\"2026-03-20\"", "\"2026-3-20\"", "2026-3-20 is no day of the years 2026 to 2028"},
      {"\"2026-03-20\"", "\"2025-03-20\"", "2025-03-20 is no day of the years"},
      {"\"2026-03-20\"", "\"2026-01-01\"", "2026-01-01 is given twice"},
      {"worked: \"2026-03-28\"", "worked: \"2026-03-27\"", "2026-03-27 is a day of no weekend"},
      {"\"2027-03-09\"", "\"2026-03-28\"", "2026-03-28 is a holiday"},
      {"worked: \"2026-03-28\"", "worked: [\"2026-03-28\", \"2026-03-28\"]", "2026-03-28 is given twice"},
      {"worked:", "closed:", "closed"},
  };
  for (const auto& row : rows) {
    const auto calendar = Changed(row.from, row.to);
    ASSERT_FALSE(calendar.ok()) << row.to;
    EXPECT_THAT(calendar.status().message(), HasSubstr(row.fault)) << row.to;
  }
}

TEST(StateCalendars, SayWhatIsNotUtf8) {
  EXPECT_EQ(StateCalendar::Parse(absl::StrCat(kGood, "\n# \xce\xe1\n")).status().code(),
            absl::StatusCode::kInvalidArgument);
}

TEST(StateCalendars, TheNewestCountsAndOneStateIsHome) {
  const auto add = [](StateCalendars& calendars, const std::string& text) {
    return calendars.Add(std::make_shared<const StateCalendar>(StateCalendar::Parse(text).value()));
  };
  StateCalendars calendars;
  EXPECT_EQ(calendars.Home(), nullptr);
  ASSERT_TRUE(add(calendars, kGood).ok());
  ASSERT_TRUE(add(calendars, absl::StrReplaceAll(kGood, {{"version: 2", "version: 1"}})).ok());
  EXPECT_EQ(calendars.Find("TR")->version(), 2);
  EXPECT_EQ(calendars.Find("PL"), nullptr);
  const std::string home =
      absl::StrReplaceAll(kGood, {{"\"TR\"", "\"KZ\""}, {"version: 2", "home: true version: 1"}});
  ASSERT_TRUE(add(calendars, home).ok());
  ASSERT_NE(calendars.Home(), nullptr);
  EXPECT_EQ(calendars.Home()->ref(), "KZ@1");
  const absl::Status second = add(calendars, absl::StrReplaceAll(home, {{"\"KZ\"", "\"PL\""}}));
  EXPECT_THAT(second.message(), HasSubstr("the home state is KZ"));
}

// How many days off each has each year, whatever they are.
TEST(ShippedCalendars, CoverTheirYears) {
  std::map<std::string, std::shared_ptr<const StateCalendar>> by_state;
  for (auto& calendar : support::ShippedCalendars()) by_state[calendar->state()] = calendar;
  for (const std::string state : {"AE", "CN", "DE", "KR", "KZ", "PL", "RU", "TR", "US", "UZ"}) {
    ASSERT_TRUE(by_state.contains(state)) << state;
    const StateCalendar& calendar = *by_state[state];
    for (int year = 2024; year <= 2028; ++year) {
      int holidays = 0;
      for (absl::CivilDay day(year, 1, 1); day.year() == year; ++day) {
        if (calendar.HolidayOn(day) != nullptr) ++holidays;
      }
      EXPECT_GE(holidays, 9) << state << ' ' << year;
      EXPECT_LE(holidays, 35) << state << ' ' << year;
      EXPECT_NE(calendar.HolidayOn(absl::CivilDay(year, 1, 1)), nullptr) << state << ' ' << year;
    }
  }
}

TEST(ShippedCalendars, KnowWhatEverybodyKnows) {
  std::map<std::string, std::shared_ptr<const StateCalendar>> by_state;
  for (auto& calendar : support::ShippedCalendars()) by_state[calendar->state()] = calendar;
  const struct {
    std::string state;
    absl::CivilDay day;
    std::string holiday;  // in English; empty: it is none
  } rows[] = {
      {"KZ", absl::CivilDay(2026, 3, 23), "Nauryz"},
      {"KZ", absl::CivilDay(2026, 3, 25), "Day off for a holiday on a weekend"},
      {"KZ", absl::CivilDay(2026, 5, 11), "Day off for a holiday on a weekend"},
      {"KZ", absl::CivilDay(2026, 5, 27), "Qurban Ait"},
      {"KZ", absl::CivilDay(2024, 1, 8), ""},  // Christmas was a Sunday, and nothing is given for it.
      {"KZ", absl::CivilDay(2028, 12, 18), "Day off for a holiday on a weekend"},
      {"TR", absl::CivilDay(2026, 3, 20), "Ramadan Feast"},
      {"TR", absl::CivilDay(2026, 10, 28), ""},
      {"PL", absl::CivilDay(2024, 12, 24), ""},
      {"PL", absl::CivilDay(2025, 12, 24), "Christmas Eve"},
      {"PL", absl::CivilDay(2026, 6, 4), "Corpus Christi"},
      {"RU", absl::CivilDay(2026, 12, 31), "Moved day off"},
      {"UZ", absl::CivilDay(2026, 9, 1), "Independence Day"},
      {"CN", absl::CivilDay(2026, 2, 17), "Spring Festival"},
      {"AE", absl::CivilDay(2026, 12, 2), "National Day"},
      {"DE", absl::CivilDay(2027, 3, 29), "Easter Monday"},
      {"DE", absl::CivilDay(2026, 6, 4), ""},
      {"US", absl::CivilDay(2026, 7, 3), "Day off for a holiday on a weekend"},
      {"US", absl::CivilDay(2026, 11, 26), "Thanksgiving Day"},
      {"KR", absl::CivilDay(2027, 2, 9), "Day off for a holiday on a weekend"},
      {"KR", absl::CivilDay(2026, 9, 25), "Chuseok"},
  };
  for (const auto& row : rows) {
    ASSERT_TRUE(by_state.contains(row.state)) << row.state;
    const Holiday* holiday = by_state[row.state]->HolidayOn(row.day);
    EXPECT_EQ(holiday == nullptr ? "" : holiday->label.en(), row.holiday)
        << row.state << ' ' << absl::FormatCivilTime(row.day);
  }
}

}  // namespace
}  // namespace arasha::rules
