// What could go wrong: a deadline an hour off where clocks change, a day off where the mission's date is not
// UTC's, counted over a weekend that is not the mission's, or fallen into the next month.

#include "services/rules/deadlines/deadlines.h"

#include <gtest/gtest.h>

#include <string>

#include "tests/rules/samples.h"

namespace arasha::rules {
namespace {

using State = v1::DeadlineState;

enum class Weekend { kSaturdaySunday, kFridaySaturday };

WorkCalendar Calendar(const std::string& zone, Weekend weekend = Weekend::kSaturdaySunday) {
  WorkCalendar calendar;
  calendar.zone = Zone(zone);
  calendar.weekend = weekend == Weekend::kSaturdaySunday
                         ? std::array<bool, 7>{false, false, false, false, false, true, true}
                         : std::array<bool, 7>{false, false, false, false, true, true, false};
  return calendar;
}

struct DeadlineRow {
  std::string start;
  std::string period;
  std::string due;
};

void ExpectDue(const WorkCalendar& calendar, const std::vector<DeadlineRow>& rows) {
  for (const DeadlineRow& row : rows) {
    EXPECT_EQ(DueTime(At(row.start), Parse<v1::Period>(row.period), calendar), At(row.due))
        << row.period << " from " << row.start << " in " << calendar.zone.name() << ": "
        << absl::FormatTime(DueTime(At(row.start), Parse<v1::Period>(row.period), calendar), calendar.zone);
  }
}

TEST(DueTime, HoursRunFromTheInstantAndIgnoreTheClockOnTheWall) {
  ExpectDue(Calendar("Europe/Warsaw"),
            {
                {"2026-11-24T09:30:00Z", "hours: 24", "2026-11-25T09:30:00Z"},
                {"2026-11-24T09:30:15.123456Z", "hours: 1", "2026-11-24T10:30:15.123456Z"},
                // Clocks go forward on 29 March 2026, back on 25 October.
                {"2026-03-28T12:00:00+01:00", "hours: 24", "2026-03-29T13:00:00+02:00"},
                {"2026-10-24T12:00:00+02:00", "hours: 24", "2026-10-25T11:00:00+01:00"},
                {"2026-02-28T23:00:00Z", "hours: 72", "2026-03-03T23:00:00Z"},
            });
}

TEST(DueTime, DaysEndWithTheLastDayInTheMissionsZone) {
  ExpectDue(Calendar("Europe/Warsaw"),
            {
                {"2026-11-24T09:30:00+01:00", "days: 3", "2026-11-27T23:59:59.999999+01:00"},
                {"2026-11-24T00:00:00+01:00", "days: 1", "2026-11-25T23:59:59.999999+01:00"},
                {"2026-11-24T23:59:59.999999+01:00", "days: 1", "2026-11-25T23:59:59.999999+01:00"},
                // 1 July in Warsaw, while still 30 June in UTC.
                {"2026-06-30T22:30:00Z", "days: 3", "2026-07-04T23:59:59.999999+02:00"},
                {"2026-03-28T12:00:00+01:00", "days: 1", "2026-03-29T23:59:59.999999+02:00"},
                {"2026-03-26T12:00:00+01:00", "days: 3", "2026-03-29T23:59:59.999999+02:00"},
                {"2026-10-24T23:30:00+02:00", "days: 1", "2026-10-25T23:59:59.999999+01:00"},
                {"2026-11-24T09:30:00+01:00", "days: 42", "2027-01-05T23:59:59.999999+01:00"},
                {"2028-02-27T10:00:00+01:00", "days: 2", "2028-02-29T23:59:59.999999+01:00"},
                {"2026-12-31T10:00:00+01:00", "days: 1", "2027-01-01T23:59:59.999999+01:00"},
            });
  ExpectDue(Calendar("Asia/Ashgabat"),
            {
                {"2026-11-24T20:00:00Z", "days: 4", "2026-11-29T23:59:59.999999+05:00"},
            });
  // On 4 November 2018 São Paulo had no midnight: the day before ended as the clocks jumped.
  ExpectDue(Calendar("America/Sao_Paulo"),
            {
                {"2018-11-02T12:00:00-03:00", "days: 1", "2018-11-03T23:59:59.999999-03:00"},
            });
}

TEST(DueTime, WorkingDaysSkipSaturdayAndSunday) {
  // 24 November 2026 is a Tuesday.
  ExpectDue(Calendar("Europe/Istanbul"),
            {
                {"2026-11-24T09:30:00+03:00", "working_days: 1", "2026-11-25T23:59:59.999999+03:00"},
                {"2026-11-26T09:30:00+03:00", "working_days: 3", "2026-12-01T23:59:59.999999+03:00"},
                {"2026-11-27T23:30:00+03:00", "working_days: 1", "2026-11-30T23:59:59.999999+03:00"},
                {"2026-11-28T09:30:00+03:00", "working_days: 1", "2026-11-30T23:59:59.999999+03:00"},
                {"2026-11-29T09:30:00+03:00", "working_days: 1", "2026-11-30T23:59:59.999999+03:00"},
                {"2026-11-24T09:30:00+03:00", "working_days: 15", "2026-12-15T23:59:59.999999+03:00"},
                // Saturday in Istanbul, Friday in UTC.
                {"2026-11-27T21:30:00Z", "working_days: 1", "2026-11-30T23:59:59.999999+03:00"},
            });
}

TEST(DueTime, WorkingDaysSkipFridayAndSaturday) {
  ExpectDue(Calendar("Asia/Riyadh", Weekend::kFridaySaturday),
            {
                {"2026-11-26T09:30:00+03:00", "working_days: 1", "2026-11-29T23:59:59.999999+03:00"},
                {"2026-11-26T09:30:00+03:00", "working_days: 3", "2026-12-01T23:59:59.999999+03:00"},
                {"2026-11-27T09:30:00+03:00", "working_days: 1", "2026-11-29T23:59:59.999999+03:00"},
                {"2026-11-28T09:30:00+03:00", "working_days: 1", "2026-11-29T23:59:59.999999+03:00"},
                {"2026-11-29T09:30:00+03:00", "working_days: 5", "2026-12-06T23:59:59.999999+03:00"},
            });
}

TEST(DueTime, MonthsAndYearsKeepTheDayOrTakeTheLast) {
  ExpectDue(
      Calendar("Asia/Almaty"),
      {
          {"2026-11-24T09:30:00+05:00", "months: 1", "2026-12-24T23:59:59.999999+05:00"},
          {"2026-01-31T09:30:00+05:00", "months: 1", "2026-02-28T23:59:59.999999+05:00"},
          {"2028-01-31T09:30:00+05:00", "months: 1", "2028-02-29T23:59:59.999999+05:00"},
          {"2026-02-28T09:30:00+05:00", "months: 1", "2026-03-28T23:59:59.999999+05:00"},
          {"2026-08-31T09:30:00+05:00", "months: 1", "2026-09-30T23:59:59.999999+05:00"},
          {"2026-12-31T09:30:00+05:00", "months: 2", "2027-02-28T23:59:59.999999+05:00"},
          {"2026-11-30T09:30:00+05:00", "months: 15", "2028-02-29T23:59:59.999999+05:00"},
          {"2026-11-24T09:30:00+05:00", "years: 1 less_than: true", "2027-11-23T23:59:59.999999+05:00"},
          {"2026-11-30T09:30:00+05:00", "months: 3 less_than: true", "2027-02-27T23:59:59.999999+05:00"},
          {"2026-11-24T09:30:00+05:00", "days: 2 less_than: true", "2026-11-25T23:59:59.999999+05:00"},
          {"2026-11-24T09:30:00+05:00", "years: 1", "2027-11-24T23:59:59.999999+05:00"},
          {"2028-02-29T09:30:00+05:00", "years: 1", "2029-02-28T23:59:59.999999+05:00"},
          {"2028-02-29T09:30:00+05:00", "years: 4", "2032-02-29T23:59:59.999999+05:00"},
          {"2027-02-28T09:30:00+05:00", "years: 1", "2028-02-28T23:59:59.999999+05:00"},
          {"2026-12-31T20:00:00Z", "years: 3", "2030-01-01T23:59:59.999999+05:00"},
      });
  // A month across the change of clocks ends in the other offset.
  ExpectDue(Calendar("Europe/Warsaw"),
            {
                {"2026-03-15T09:30:00+01:00", "months: 1", "2026-04-15T23:59:59.999999+02:00"},
                {"2026-10-10T09:30:00+02:00", "months: 1", "2026-11-10T23:59:59.999999+01:00"},
            });
}

TEST(TimeBefore, EndsWithADayUnlessItIsHours) {
  const DeadlineRow rows[] = {
      {"2026-11-24T09:30:00+03:00", "hours: 24", "2026-11-23T09:30:00+03:00"},
      {"2026-11-24T09:30:00+03:00", "days: 3", "2026-11-21T23:59:59.999999+03:00"},
      {"2026-03-02T00:00:00+03:00", "days: 2", "2026-02-28T23:59:59.999999+03:00"},
      {"2026-11-24T09:30:00+03:00", "working_days: 1", "2026-11-23T23:59:59.999999+03:00"},
      {"2026-11-24T09:30:00+03:00", "working_days: 2", "2026-11-20T23:59:59.999999+03:00"},
      {"2026-11-22T09:30:00+03:00", "working_days: 1", "2026-11-20T23:59:59.999999+03:00"},
      {"2026-12-31T09:30:00+03:00", "months: 3", "2026-09-30T23:59:59.999999+03:00"},
      {"2026-01-15T09:30:00+03:00", "months: 2", "2025-11-15T23:59:59.999999+03:00"},
      {"2028-02-29T09:30:00+03:00", "years: 1", "2027-02-28T23:59:59.999999+03:00"},
  };
  for (const DeadlineRow& row : rows) {
    EXPECT_EQ(TimeBefore(At(row.start), Parse<v1::Period>(row.period), Calendar("Europe/Istanbul")),
              At(row.due))
        << row.period << " before " << row.start;
  }
}

TEST(MetAt, TheEarliestThatCountsNotBeforeTheStart) {
  const std::vector<std::string> keys = {"entry:VISIT", "entry:CONTACT/in_person"};
  const absl::Time start = At("2026-11-24T10:00:00Z");
  const absl::Duration hour = absl::Hours(1);
  const Happening visit{.keys = {"entry:VISIT", "entry:VISIT/in_person"}, .at = start + 5 * hour};
  const Happening meeting{.keys = {"entry:CONTACT", "entry:CONTACT/in_person"}, .at = start + 3 * hour};
  const Happening call{.keys = {"entry:CONTACT"}, .at = start + hour};
  const Happening before{.keys = {"entry:VISIT"}, .at = start - absl::Microseconds(1)};
  const Happening at_once{.keys = {"entry:VISIT"}, .at = start};
  EXPECT_EQ(MetAt(keys, start, {}), std::nullopt);
  EXPECT_EQ(MetAt(keys, start, {call, before}), std::nullopt);
  EXPECT_EQ(MetAt(keys, start, {visit}), visit.at);
  EXPECT_EQ(MetAt(keys, start, {visit, meeting, call}), meeting.at);
  EXPECT_EQ(MetAt(keys, start, {meeting, visit, before}), meeting.at);
  EXPECT_EQ(MetAt(keys, start, {visit, at_once}), start);
  EXPECT_EQ(MetAt({}, start, {visit}), std::nullopt);
}

struct Standing {
  std::string name;
  std::optional<int> met;  // hours before (-) or after the due time
  std::optional<int> stopped;
  int now;
  State state;
};

TEST(StateOf, MetLateMissedLapsedRunning) {
  const Standing cases[] = {
      {"before it is due", {}, {}, -1, v1::DEADLINE_STATE_RUNNING},
      {"at the very instant", {}, {}, 0, v1::DEADLINE_STATE_RUNNING},
      {"after", {}, {}, 1, v1::DEADLINE_STATE_MISSED},
      {"met in time", -1, {}, 5, v1::DEADLINE_STATE_MET},
      {"met at the instant", 0, {}, 5, v1::DEADLINE_STATE_MET},
      {"met late", 1, {}, 5, v1::DEADLINE_STATE_MET_LATE},
      {"met in time, then the case ended", -2, -1, 5, v1::DEADLINE_STATE_MET},
      {"met late, then the case ended", 1, 2, 5, v1::DEADLINE_STATE_MET_LATE},
      {"the case ended before it was due", {}, -1, 5, v1::DEADLINE_STATE_LAPSED},
      {"the case ended at the instant", {}, 0, 5, v1::DEADLINE_STATE_LAPSED},
      {"the case ended when it was already missed", {}, 1, 5, v1::DEADLINE_STATE_MISSED},
      {"the case has just ended", {}, -1, -1, v1::DEADLINE_STATE_LAPSED},
  };
  const absl::Time due = At("2026-11-25T10:00:00Z");
  const auto at = [&](std::optional<int> hours) {
    return hours ? std::optional<absl::Time>(due + absl::Hours(*hours)) : std::nullopt;
  };
  for (const Standing& row : cases) {
    EXPECT_EQ(StateOf(due, at(row.met), at(row.stopped), *at(row.now)), row.state) << row.name;
  }
}

}  // namespace
}  // namespace arasha::rules
