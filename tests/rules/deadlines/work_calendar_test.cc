// What could go wrong: a deadline falls on a holiday, a worked Saturday is not counted, the host state's
// holidays count for the ministry, a day is lost or counted twice where a zone's clocks change or a year
// ends.

#include "services/rules/deadlines/work_calendar.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "services/rules/deadlines/deadlines.h"
#include "tests/rules/samples.h"
#include "tests/support/shipped_calendars.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::shared_ptr<const StateCalendars> Shipped() {
  auto calendars = std::make_shared<StateCalendars>();
  for (const auto& calendar : support::ShippedCalendars()) {
    const absl::Status added = calendars->Add(calendar);
    EXPECT_TRUE(added.ok()) << added;
  }
  return calendars;
}

// A mission that rests on Saturday and Sunday.
WorkCalendar MissionIn(const std::string& state, const std::string& zone) {
  WorkCalendar calendar;
  calendar.zone = Zone(zone);
  calendar.weekend = {false, false, false, false, false, true, true};
  calendar.states = Shipped();
  calendar.seat = state;
  return calendar;
}

struct CountedRow {
  std::string start;
  std::string period;
  std::string due;
};

void ExpectCounted(const WorkCalendar& calendar, const std::vector<CountedRow>& rows) {
  for (const CountedRow& row : rows) {
    const absl::Time due = DueTime(At(row.start), Parse<v1::Period>(row.period), calendar);
    EXPECT_EQ(due, At(row.due)) << row.period << " from " << row.start << " in " << calendar.seat << ": "
                                << absl::FormatTime(due, calendar.zone);
  }
}

TEST(WorkCalendars, AMissionRestsWithItsStateAndWithHome) {
  ExpectCounted(MissionIn("TR", "Europe/Istanbul"),
                {
                    // 29 October is Turkey's, the Monday after the 25th Kazakhstan's.
                    {"2026-10-28T10:00:00+03:00", "working_days: 1", "2026-10-30T23:59:59.999999+03:00"},
                    {"2026-10-23T10:00:00+03:00", "working_days: 1", "2026-10-27T23:59:59.999999+03:00"},
                    // The year ends, and 1 January is a Friday; the 2nd was a Saturday, for which Kazakhstan
                    // has Monday off.
                    {"2026-12-31T10:00:00+03:00", "working_days: 1", "2027-01-05T23:59:59.999999+03:00"},
                    // Independence Day of Kazakhstan, the 16th.
                    {"2026-12-15T10:00:00+03:00", "working_days: 1", "2026-12-17T23:59:59.999999+03:00"},
                    {"2026-11-24T09:30:00+03:00", "working_days: 15", "2026-12-15T23:59:59.999999+03:00"},
                    // What is no working days does not ask for holidays.
                    {"2026-10-28T10:00:00+03:00", "days: 1", "2026-10-29T23:59:59.999999+03:00"},
                });
}

TEST(WorkCalendars, OfHomeAndOfTheHostStateAloneWhereThePeriodSaysSo) {
  ExpectCounted(MissionIn("TR", "Europe/Istanbul"),
                {
                    {"2026-10-28T10:00:00+03:00", "working_days: 1 of: WORKING_DAYS_OF_HOME",
                     "2026-10-29T23:59:59.999999+03:00"},
                    {"2026-10-23T10:00:00+03:00", "working_days: 1 of: WORKING_DAYS_OF_HOST",
                     "2026-10-26T23:59:59.999999+03:00"},
                    {"2026-10-23T10:00:00+03:00", "working_days: 1 of: WORKING_DAYS_OF_HOME",
                     "2026-10-27T23:59:59.999999+03:00"},
                });
  // The case's host state, where it is another than that of the mission.
  ExpectCounted(MissionIn("TR", "Europe/Istanbul").In("PL"),
                {
                    {"2026-11-10T10:00:00+03:00", "working_days: 1 of: WORKING_DAYS_OF_HOST",
                     "2026-11-12T23:59:59.999999+03:00"},
                    {"2026-11-10T10:00:00+03:00", "working_days: 1", "2026-11-11T23:59:59.999999+03:00"},
                });
}

TEST(WorkCalendars, ADayWorkedInsteadCountsWhereItIsWorked) {
  const WorkCalendar beijing = MissionIn("CN", "Asia/Shanghai");
  // Saturday, 10 October 2026 is worked for the week that began the month; Kazakhstan knows nothing of it.
  ExpectCounted(beijing,
                {
                    {"2026-10-09T10:00:00+08:00", "working_days: 1 of: WORKING_DAYS_OF_HOST",
                     "2026-10-10T23:59:59.999999+08:00"},
                    {"2026-10-09T10:00:00+08:00", "working_days: 1", "2026-10-12T23:59:59.999999+08:00"},
                    {"2026-09-30T10:00:00+08:00", "working_days: 2 of: WORKING_DAYS_OF_HOST",
                     "2026-10-09T23:59:59.999999+08:00"},
                });
}

TEST(WorkCalendars, CountWhereClocksAndZonesChange) {
  // Kazakhstan went over to UTC+5 in the night to 1 March 2024, a Friday: that day began an hour later.
  ExpectCounted(MissionIn("KZ", "Asia/Almaty"),
                {
                    {"2024-02-28T10:00:00+06:00", "working_days: 1", "2024-02-29T23:59:59.999999+05:00"},
                    {"2024-02-29T10:00:00+06:00", "working_days: 1", "2024-03-01T23:59:59.999999+05:00"},
                    {"2024-02-29T23:30:00+05:00", "working_days: 1", "2024-03-01T23:59:59.999999+05:00"},
                    {"2024-03-07T10:00:00+05:00", "working_days: 1", "2024-03-11T23:59:59.999999+05:00"},
                    // Nauryz fell on Thursday to Saturday, and Monday was off for the last.
                    {"2024-03-20T10:00:00+05:00", "working_days: 1", "2024-03-26T23:59:59.999999+05:00"},
                });
  // Berlin's clocks go back on Sunday, 25 October 2026; forward on 28 March 2027, between Good Friday and
  // Easter Monday.
  WorkCalendar berlin = MissionIn("DE", "Europe/Berlin");
  ExpectCounted(berlin,
                {
                    {"2026-10-23T10:00:00+02:00", "working_days: 1", "2026-10-27T23:59:59.999999+01:00"},
                    {"2027-03-25T10:00:00+01:00", "working_days: 1 of: WORKING_DAYS_OF_HOST",
                     "2027-03-30T23:59:59.999999+02:00"},
                });
  // The 29th of February 2028 is a Tuesday.
  ExpectCounted(berlin,
                {{"2028-02-28T10:00:00+01:00", "working_days: 2", "2028-03-01T23:59:59.999999+01:00"}});
}

TEST(WorkCalendars, CountBackwards) {
  const WorkCalendar istanbul = MissionIn("TR", "Europe/Istanbul");
  EXPECT_EQ(TimeBefore(At("2026-10-30T10:00:00+03:00"), Parse<v1::Period>("working_days: 1"), istanbul),
            At("2026-10-28T23:59:59.999999+03:00"));
}

TEST(WorkCalendars, TellWhyADayIsOff) {
  const WorkCalendar istanbul = MissionIn("TR", "Europe/Istanbul");
  const auto republic = istanbul.RestOn(absl::CivilDay(2026, 10, 29));
  ASSERT_TRUE(republic && republic->holiday);
  EXPECT_EQ(republic->holiday->label.en(), "Republic Day");
  EXPECT_EQ(republic->holiday->calendar, "TR@1");
  EXPECT_FALSE(republic->holiday->provisional);
  EXPECT_EQ(republic->holiday->source.substr(0, 12), "Law No. 2429");
  // A holiday on a weekend is told as one.
  const auto victory = istanbul.RestOn(absl::CivilDay(2026, 8, 30));
  ASSERT_TRUE(victory);
  EXPECT_NE(victory->holiday, nullptr);
  const auto saturday = istanbul.RestOn(absl::CivilDay(2026, 11, 28));
  ASSERT_TRUE(saturday);
  EXPECT_EQ(saturday->holiday, nullptr);
  EXPECT_FALSE(istanbul.RestOn(absl::CivilDay(2026, 11, 27)));
  const auto feast = istanbul.RestOn(absl::CivilDay(2028, 5, 5));
  ASSERT_TRUE(feast && feast->holiday);
  EXPECT_TRUE(feast->holiday->provisional);
}

TEST(WorkCalendars, AStateWithoutACalendarHasTheMissionsWeekend) {
  WorkCalendar riyadh = MissionIn("SA", "Asia/Riyadh");
  riyadh.weekend = {false, false, false, false, true, true, false};
  EXPECT_THAT(riyadh.Kept(v1::WORKING_DAYS_OF_UNSPECIFIED), ElementsAre("KZ@1"));
  EXPECT_THAT(riyadh.Kept(v1::WORKING_DAYS_OF_HOST), IsEmpty());
  EXPECT_THAT(riyadh.Kept(v1::WORKING_DAYS_OF_HOME), ElementsAre("KZ@1"));
  ExpectCounted(riyadh,
                {
                    {"2026-11-26T09:30:00+03:00", "working_days: 1 of: WORKING_DAYS_OF_HOST",
                     "2026-11-29T23:59:59.999999+03:00"},
                    {"2026-11-26T09:30:00+03:00", "working_days: 1", "2026-11-29T23:59:59.999999+03:00"},
                    {"2026-11-26T09:30:00+03:00", "working_days: 1 of: WORKING_DAYS_OF_HOME",
                     "2026-11-27T23:59:59.999999+03:00"},
                });
  riyadh.states = nullptr;
  EXPECT_THAT(riyadh.Kept(v1::WORKING_DAYS_OF_HOME), IsEmpty());
  EXPECT_TRUE(riyadh.IsWorkingDay(absl::CivilDay(2026, 12, 16)));
}

TEST(WorkCalendars, ADeadlineKeepsThoseThatCountedIt) {
  const CaseType type = Made(Parse<v1::CaseType>(R"(
    id: "a.b" version: 1 label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
    states { id: "open" label { kk: "к" ru: "р" en: "e" } } states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
    transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "open" to: "done" roles: "officer" }
    deadlines {
      id: "hours" label { kk: "к" ru: "р" en: "e" } source: "art. 1" starts_on { opened: true }
      met_by { transition: "finish" } period { hours: 24 }
    }
    deadlines {
      id: "mission" label { kk: "к" ru: "р" en: "e" } source: "art. 2" starts_on { opened: true }
      met_by { transition: "finish" } period { working_days: 3 }
    }
    deadlines {
      id: "host" label { kk: "к" ru: "р" en: "e" } source: "art. 3" starts_on { opened: true }
      met_by { transition: "finish" } period { working_days: 3 of: WORKING_DAYS_OF_HOST }
    })"));
  const google::protobuf::Struct details;
  const DeadlineFacts facts{type, "PL", MissionIn("TR", "Europe/Istanbul").In("PL"), details};
  const std::vector<Happening> opened = {Opened(At("2026-10-28T10:00:00+03:00"))};
  std::vector<std::string> kept;
  for (const StartedDeadline& deadline : StartDeadlines(facts, opened)) {
    kept.push_back(absl::StrCat(deadline.rule, ": ", absl::StrJoin(deadline.calendars, " ")));
  }
  EXPECT_THAT(kept, ElementsAre("hours: ", "mission: KZ@1 TR@1", "host: PL@1"));
}

// Of what is stored: a correction moves what its period and calendars alone made due when it is.
TEST(WorkCalendars, ACorrectionCountsAnewWhatTheOldVersionCounted) {
  const auto version = [](int number, const std::string& holiday) {
    return std::make_shared<const StateCalendar>(
        StateCalendar::Parse(
            absl::StrCat("state: \"TR\" source: \"Law\" first_year: 2026 last_year: 2026 version: ", number,
                         " weekend: WEEKDAY_SUNDAY holidays { label { kk: \"к\" ru: \"р\" ",
                         "en: \"e\" } dates: \"", holiday, "\" }"))
            .value());
  };
  auto calendars = std::make_shared<StateCalendars>();
  ASSERT_TRUE(calendars->Add(version(2, "2026-11-25")).ok());
  ASSERT_TRUE(calendars->Add(version(1, "2026-11-26")).ok());
  EXPECT_THAT(calendars->Newest(), ElementsAre("TR@2"));
  WorkCalendar istanbul = Istanbul();
  istanbul.states = calendars;
  istanbul.seat = "TR";
  const CaseType type = Made(Parse<v1::CaseType>(R"(
    id: "a.b" version: 1 label { kk: "к" ru: "р" en: "e" } description { kk: "к" ru: "р" en: "e" }
    states { id: "open" label { kk: "к" ru: "р" en: "e" } } states { id: "done" label { kk: "к" ru: "р" en: "e" } final: true }
    transitions { id: "finish" label { kk: "к" ru: "р" en: "e" } from: "open" to: "done" roles: "officer" }
    deadlines {
      id: "answer" label { kk: "к" ru: "р" en: "e" } source: "art. 1" starts_on { opened: true }
      met_by { transition: "finish" } period { working_days: 1 }
    })"));
  const google::protobuf::Struct details;
  const DeadlineFacts facts{type, "TR", istanbul, details};
  StartedDeadline stored{.rule = "answer",
                         .source = "art. 1",
                         .start = At("2026-11-24T10:00:00+03:00"),
                         .due = At("2026-11-25T23:59:59.999999+03:00"),
                         .met_by = {},
                         .calendars = {"TR@1"}};
  const auto moved = RecountDeadline(facts, stored);
  ASSERT_TRUE(moved);
  EXPECT_EQ(moved->due, At("2026-11-26T23:59:59.999999+03:00"));
  EXPECT_THAT(moved->calendars, ElementsAre("TR@2"));
  stored.due += absl::Hours(24);
  EXPECT_FALSE(RecountDeadline(facts, stored)) << "something else set it";
  stored.due -= absl::Hours(24);
  stored.calendars = {"TR@3"};
  EXPECT_FALSE(RecountDeadline(facts, stored)) << "nobody knows that one here";
  stored.calendars = {"TR@1"};
  stored.rule = "none";
  EXPECT_FALSE(RecountDeadline(facts, stored));
}

}  // namespace
}  // namespace arasha::rules
