// What could go wrong: a reminder comes a week late, or at a time that has passed; access is held longer than
// was meant.

#include <gtest/gtest.h>

#include "clients/input/time_input.h"
#include "clients/text/local_error.h"
#include "tests/clients/input/read_time.h"

namespace arasha::clients {
namespace {

TEST(ComingTimeTest, LooksAheadForWhatIsDue) {
  for (const TimeCase& c : {TimeCase{"3d", "2026-11-27T11:05:30Z"},
                            {"+3d", "2026-11-27T11:05:30Z"},
                            {"-3d", "2026-11-21T11:05:30Z"},
                            {"tomorrow", "2026-11-24T21:00:00Z"},
                            {"today", "2026-11-23T21:00:00Z"},
                            {"friday", "2026-11-26T21:00:00Z"},
                            {"1.12.2026", "2026-11-30T21:00:00Z"}}) {
    EXPECT_EQ(Read(c.typed, TimeUse::kComing), c.wanted) << c.typed;
  }
}

TEST(ComingTimeTest, TakesWordsForWhatLiesAhead) {
  for (const TimeCase& c : {TimeCase{"in 3 days", "2026-11-27T11:05:30Z"},
                            {"in 2 hours", "2026-11-24T13:05:30Z"},
                            {"In a week", "2026-12-01T11:05:30Z"},
                            {"in half an hour", "2026-11-24T11:35:30Z"},
                            {"через 3 дня", "2026-11-27T11:05:30Z"},
                            {"через неделю", "2026-12-01T11:05:30Z"},
                            {"через 2 часа 30 минут", "2026-11-24T13:35:30Z"},
                            {"через полчаса", "2026-11-24T11:35:30Z"},
                            {"3 күннен кейін", "2026-11-27T11:05:30Z"},
                            {"2 сағаттан кейін", "2026-11-24T13:05:30Z"},
                            {"бір аптадан соң", "2026-12-01T11:05:30Z"},
                            {"30 минуттан кейін", "2026-11-24T11:35:30Z"},
                            {"30 мин кейін", "2026-11-24T11:35:30Z"},
                            {"жарты сағаттан кейін", "2026-11-24T11:35:30Z"},
                            {"next monday 9:00", "2026-11-30T06:00:00Z"},
                            {"в следующий понедельник в 9:00", "2026-11-30T06:00:00Z"},
                            {"келесі дүйсенбіде сағат 9:00", "2026-11-30T06:00:00Z"},
                            {"next tuesday 15:00", "2026-12-01T12:00:00Z"},
                            // Of this week or of the next one.
                            {"next friday 9:00", "usage.next_weekday"},
                            {"в следующую пятницу", "usage.next_weekday"},
                            {"келесі жұма", "usage.next_weekday"},
                            // Today's, and tomorrow's where that has passed.
                            {"15:00", "2026-11-24T12:00:00Z"},
                            {"9:00", "2026-11-25T06:00:00Z"},
                            {"9am", "2026-11-25T06:00:00Z"},
                            {"в 9:00", "2026-11-25T06:00:00Z"},
                            {"сағат 9:00", "2026-11-25T06:00:00Z"},
                            {"today 9:00", "2026-11-24T06:00:00Z"},
                            {"in 3 days at 9:00", "2026-11-27T06:00:00Z"},
                            {"через 3 дня в 9:00", "2026-11-27T06:00:00Z"},
                            {"3 күннен кейін сағат 9:00", "2026-11-27T06:00:00Z"},
                            {"in a week at 9:00", "2026-12-01T06:00:00Z"},
                            {"in 3", "usage.coming_time"},
                            {"in", "usage.coming_time"},
                            {"через", "usage.coming_time"},
                            {"кейін", "usage.coming_time"},
                            {"next week", "usage.coming_time"},
                            {"next", "usage.coming_time"}}) {
    for (const TimeUse use : {TimeUse::kExpiry, TimeUse::kComing, TimeUse::kDue}) {
      EXPECT_EQ(Read(c.typed, use), c.wanted) << c.typed;
    }
  }
  for (const char* typed : {"next monday", "в следующий понедельник", "келесі дүйсенбі"}) {
    EXPECT_EQ(Read(typed, TimeUse::kDue), "2026-11-29T21:00:00Z") << typed;
    EXPECT_EQ(Read(typed, TimeUse::kExpiry), "2026-11-30T20:59:59.999999Z") << typed;
  }
  const auto error = LocalErrorOf(ParseTime("next friday", TimeUse::kDue, kNow, In("Asia/Almaty")).status());
  EXPECT_EQ(error->parameters.at("this"), "2026-11-27");
  EXPECT_EQ(error->parameters.at("next"), "2026-12-04");
}

// A reminder for today would else be one for a time that has passed.
TEST(ComingTimeTest, TakesTodayForAtOnceWhereItIsDue) {
  for (const char* typed : {"today", "сегодня", "бүгін", "24.11.2026", "2026-11-24", "24 Nov", "24 ноября",
                            "24 қараша", "tuesday", "вторник", "сейсенбі"}) {
    EXPECT_EQ(Read(typed, TimeUse::kDue), "2026-11-24T11:06:30Z") << typed;
    EXPECT_EQ(Read(typed, TimeUse::kExpiry), "2026-11-24T20:59:59.999999Z") << typed;
  }
  EXPECT_EQ(Read("tomorrow", TimeUse::kDue), "2026-11-24T21:00:00Z");
  EXPECT_EQ(Read("23.11.2026", TimeUse::kDue), "2026-11-22T21:00:00Z");
}

TEST(ComingTimeTest, TakesFiguresThatAreNoTimeOfDayForADay) {
  EXPECT_EQ(Read("31.12", TimeUse::kExpiry), "2026-12-31T20:59:59.999999Z");
  EXPECT_EQ(Read("31.12", TimeUse::kDue), "2026-12-30T21:00:00Z");
  EXPECT_EQ(Read("31.12", TimeUse::kHappened), "usage.time_of_day");
}

TEST(ComingTimeTest, TakesLengthsAheadForWhatEnds) {
  for (const TimeCase& c : {TimeCase{"+14d", "2026-12-08T11:05:30Z"},
                            {" +1d6h ", "2026-11-25T17:05:30Z"},
                            {"14d", "2026-12-08T11:05:30Z"},
                            {"2 недели", "2026-12-08T11:05:30Z"},
                            {"31.12.2026 18:00", "2026-12-31T15:00:00Z"},
                            {"tuesday 9:00", "2026-12-01T06:00:00Z"},
                            {"+", "usage.coming_time"},
                            {"+2x", "usage.coming_time"},
                            {"++2h", "usage.coming_time"}}) {
    EXPECT_EQ(Read(c.typed, TimeUse::kExpiry), c.wanted) << c.typed;
  }
}

}  // namespace
}  // namespace arasha::clients
