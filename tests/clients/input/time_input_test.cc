// A time misread by an hour or a day moves a legal deadline; each accepted form, and each near miss.

#include "clients/input/time_input.h"

#include <gtest/gtest.h>

#include "clients/text/local_error.h"
#include "tests/clients/input/read_time.h"

namespace arasha::clients {
namespace {

TEST(ParseTimeTest, TakesEveryNotation) {
  ASSERT_EQ(kNow, At("2026-11-24T11:05:30Z"));
  for (const TimeCase& c : {
           TimeCase{"now", "2026-11-24T11:05:30Z"},
           {"сейчас", "2026-11-24T11:05:30Z"},
           {"Қазір", "2026-11-24T11:05:30Z"},
           {"2026-11-24T14:05:00+03:00", "2026-11-24T11:05:00Z"},
           {"2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z"},
           {"2026-11-24T11:05:00.25Z", "2026-11-24T11:05:00.25Z"},
           {"2026-11-24 14:05", "2026-11-24T11:05:00Z"},
           {"2026-11-24T14:05", "2026-11-24T11:05:00Z"},
           {"2026-11-24 14:05:30", "2026-11-24T11:05:30Z"},
           {"  2026-11-24\u00a014:05 ", "2026-11-24T11:05:00Z"},
           {"24.11.2026 14:05", "2026-11-24T11:05:00Z"},
           {"24.11.2026, 14:05", "2026-11-24T11:05:00Z"},
           {"4.1.2026 9:05", "2026-01-04T06:05:00Z"},
           {"14:05 24.11.2026", "2026-11-24T11:05:00Z"},
           {"14:05", "2026-11-24T11:05:00Z"},
           {"9:30", "2026-11-24T06:30:00Z"},
           {"today 09:00", "2026-11-24T06:00:00Z"},
           {"yesterday at 14:00", "2026-11-23T11:00:00Z"},
           {"Вчера в 14:00", "2026-11-23T11:00:00Z"},
           {"вчера 14:00", "2026-11-23T11:00:00Z"},
           {"сегодня 9:00", "2026-11-24T06:00:00Z"},
           {"позавчера 9:00", "2026-11-22T06:00:00Z"},
           {"бүгін 09:00", "2026-11-24T06:00:00Z"},
           {"КЕШЕ сағат 14:00", "2026-11-23T11:00:00Z"},
           {"monday 9:00", "2026-11-23T06:00:00Z"},
           {"Mon 9:00", "2026-11-23T06:00:00Z"},
           {"в понедельник 9:00", "2026-11-23T06:00:00Z"},
           {"пн 9:00", "2026-11-23T06:00:00Z"},
           {"в среду 9:00", "2026-11-18T06:00:00Z"},
           {"дүйсенбіде 9:00", "2026-11-23T06:00:00Z"},
           {"дс 9:00", "2026-11-23T06:00:00Z"},
           {"tuesday 9:00", "2026-11-24T06:00:00Z"},
           {"tuesday 15:00", "2026-11-17T12:00:00Z"},
           {"3 Nov 10:00", "2026-11-03T07:00:00Z"},
           {"November 3 10:00", "2026-11-03T07:00:00Z"},
           {"3 December 2025 10:00", "2025-12-03T07:00:00Z"},
           {"3 Dec 10:00", "2025-12-03T07:00:00Z"},
           {"3 декабря 10:00", "2025-12-03T07:00:00Z"},
           {"3 декабря 2025 г. 10:00", "2025-12-03T07:00:00Z"},
           {"3 дек. 10:00", "2025-12-03T07:00:00Z"},
           {"3 желтоқсан 10:00", "2025-12-03T07:00:00Z"},
           {"2025 жылғы 3 желтоқсанда сағат 10:00", "2025-12-03T07:00:00Z"},
           {"3 мая 10:00", "2026-05-03T07:00:00Z"},
           {"29 февраля 10:00", "2024-02-29T07:00:00Z"},
           {"-2h", "2026-11-24T09:05:30Z"},
           {"2h ago", "2026-11-24T09:05:30Z"},
           {"2h", "2026-11-24T09:05:30Z"},
           {"2 hours ago", "2026-11-24T09:05:30Z"},
           {"2 часа назад", "2026-11-24T09:05:30Z"},
           {"час назад", "2026-11-24T10:05:30Z"},
           {"неделю назад", "2026-11-17T11:05:30Z"},
           {"2 сағат бұрын", "2026-11-24T09:05:30Z"},
           {"3 күн бұрын", "2026-11-21T11:05:30Z"},
           {"-30m", "2026-11-24T10:35:30Z"},
           {"30 мин назад", "2026-11-24T10:35:30Z"},
           {"1d6h ago", "2026-11-23T05:05:30Z"},
           {"-1w", "2026-11-17T11:05:30Z"},
           {"-3d", "2026-11-21T11:05:30Z"},
           {"half an hour ago", "2026-11-24T10:35:30Z"},
           {"an hour ago", "2026-11-24T10:05:30Z"},
           {"30 minutes ago", "2026-11-24T10:35:30Z"},
           {"полчаса назад", "2026-11-24T10:35:30Z"},
           {"30 минут назад", "2026-11-24T10:35:30Z"},
           {"жарты сағат бұрын", "2026-11-24T10:35:30Z"},
           {"30 минут бұрын", "2026-11-24T10:35:30Z"},
           {"сағат бұрын", "2026-11-24T10:05:30Z"},
           {"1pm", "2026-11-24T10:00:00Z"},
           {"1 PM", "2026-11-24T10:00:00Z"},
           {"1:30pm", "2026-11-24T10:30:00Z"},
           {"1:30 p.m.", "2026-11-24T10:30:00Z"},
           {"12am", "2026-11-23T21:00:00Z"},
           {"12pm", "2026-11-24T09:00:00Z"},
           {"yesterday at 2 pm", "2026-11-23T11:00:00Z"},
           {"3 Nov 9 am", "2026-11-03T06:00:00Z"},
           {"24.11.26 14:05", "2026-11-24T11:05:00Z"},
           {"2026-11-24T14:05Z", "2026-11-24T14:05:00Z"},
           {"2026-11-24T14:05+03:00", "2026-11-24T11:05:00Z"},
           {"2026-11-24 14:05+03:00", "2026-11-24T11:05:00Z"},
           {"2026/11/24 14:05", "2026-11-24T11:05:00Z"},
           {"24-11-2026 14:05", "2026-11-24T11:05:00Z"},
           {"11.30", "2026-11-24T08:30:00Z"},
           {"yesterday 14.00", "2026-11-23T11:00:00Z"},
           {"вчера в 9.05", "2026-11-23T06:05:00Z"},
           {"24.11.2026 14.05", "2026-11-24T11:05:00Z"},
           {"14.05 24.11.2026", "2026-11-24T11:05:00Z"},
           {"2.11 9.05", "2026-11-02T06:05:00Z"},
           {"3 Nov 9.00 am", "2026-11-03T06:00:00Z"},
           {"last friday 9:00", "2026-11-20T06:00:00Z"},
           {"прошлая пятница 9:00", "2026-11-20T06:00:00Z"},
           {"в прошлую пятницу в 9:00", "2026-11-20T06:00:00Z"},
           {"өткен жұма 9:00", "2026-11-20T06:00:00Z"},
           {"last tuesday 9:00", "2026-11-17T06:00:00Z"},
           {"last monday 9:00", "usage.next_weekday"},
           {"3 days ago at 9:00", "2026-11-21T06:00:00Z"},
           {"3 дня назад в 9:00", "2026-11-21T06:00:00Z"},
           {"3 күн бұрын сағат 9:00", "2026-11-21T06:00:00Z"},
       }) {
    EXPECT_EQ(Read(c.typed, TimeUse::kHappened), c.wanted) << c.typed;
  }
}

TEST(ParseTimeTest, TakesFiguresOfADayWithoutItsYear) {
  struct Direction {
    const char* typed;
    const char* last;
    const char* next;
  };
  for (const Direction& c : {Direction{"28.11 14:05", "2025-11-28T11:05:00Z", "2026-11-28T11:05:00Z"},
                             {"28.11, 14:05", "2025-11-28T11:05:00Z", "2026-11-28T11:05:00Z"},
                             {"28.11 в 14:05", "2025-11-28T11:05:00Z", "2026-11-28T11:05:00Z"},
                             {"28.11 сағат 14:05", "2025-11-28T11:05:00Z", "2026-11-28T11:05:00Z"},
                             {"2:05pm 28.11", "2025-11-28T11:05:00Z", "2026-11-28T11:05:00Z"},
                             {"1.2 9:00", "2026-02-01T06:00:00Z", "2027-02-01T06:00:00Z"},
                             {"24.11 14:00", "2026-11-24T11:00:00Z", "2027-11-24T11:00:00Z"},
                             {"24.11 15:00", "2025-11-24T12:00:00Z", "2026-11-24T12:00:00Z"},
                             {"29.02 10:00", "2024-02-29T07:00:00Z", "2028-02-29T07:00:00Z"}}) {
    for (const TimeUse use : {TimeUse::kHappened, TimeUse::kSince, TimeUse::kUntil}) {
      EXPECT_EQ(Read(c.typed, use), c.last) << c.typed;
    }
    for (const TimeUse use : {TimeUse::kExpiry, TimeUse::kComing, TimeUse::kDue}) {
      EXPECT_EQ(Read(c.typed, use), c.next) << c.typed;
    }
  }
  // Ten past twelve, or 12 October.
  EXPECT_EQ(Read("12.10", TimeUse::kHappened), "usage.time");
  EXPECT_EQ(Read("12.10", TimeUse::kUntil), "usage.time");
  EXPECT_EQ(Read("12.10", TimeUse::kDue), "usage.coming_time");
}

// 3 December or 12 March: months between them.
TEST(ParseTimeTest, TakesSlashesInTheOrderOfTheLocale) {
  const struct {
    const char* typed;
    const char* unknown;
    const char* day_first;
    const char* month_first;
  } kDates[] = {
      {"24/11/2026 14:05", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z"},
      {"11/24/2026 2:05 PM", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z"},
      {"11/24/26, 2:05\u202fPM", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z"},
      {"24-11-2026 14:05", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z"},
      {"9-10-2026 9:00", "usage.slash_date", "2026-10-09T06:00:00Z", "2026-09-10T06:00:00Z"},
      {"10/10/2026 9:00", "2026-10-10T06:00:00Z", "2026-10-10T06:00:00Z", "2026-10-10T06:00:00Z"},
      {"9/10/2026 9:00", "usage.slash_date", "2026-10-09T06:00:00Z", "2026-09-10T06:00:00Z"}};
  for (const auto& c : kDates) {
    for (const auto& [order, wanted] : {std::pair{SlashOrder::kUnknown, c.unknown},
                                        {SlashOrder::kDayFirst, c.day_first},
                                        {SlashOrder::kMonthFirst, c.month_first}}) {
      EXPECT_EQ(Read(c.typed, TimeUse::kHappened, "Europe/Istanbul", order), wanted) << c.typed;
    }
  }
  for (const auto& [locale, order] : {std::pair{"en_GB.UTF-8", SlashOrder::kDayFirst},
                                      {"tr_TR", SlashOrder::kDayFirst},
                                      {"kk_KZ.UTF-8", SlashOrder::kDayFirst},
                                      {"ru_RU@x", SlashOrder::kDayFirst},
                                      {"en_US.UTF-8", SlashOrder::kMonthFirst},
                                      {"ja_JP.UTF-8", SlashOrder::kUnknown},
                                      {"C.UTF-8", SlashOrder::kUnknown},
                                      {"POSIX", SlashOrder::kUnknown},
                                      {"xx_YY", SlashOrder::kUnknown},
                                      {"", SlashOrder::kUnknown}}) {
    EXPECT_EQ(SlashOrderOf(locale), order) << locale;
  }
}

TEST(ParseTimeTest, MakesUpNoHour) {
  for (const char* typed :
       {"28.11.2026", "2026-11-28", "yesterday", "вчера", "кеше", "monday", "3 Dec", "today"}) {
    EXPECT_EQ(Read(typed, TimeUse::kHappened), "usage.time_of_day") << typed;
  }
  const auto error = LocalErrorOf(ParseTime("Вчера", TimeUse::kHappened, kNow, In("Asia/Almaty")).status());
  EXPECT_EQ(error->parameters.at("example"), "вчера 14:05");
}

TEST(ParseTimeTest, TakesADayForItsBeginningOrItsEnd) {
  struct Whole {
    const char* typed;
    const char* since;
    const char* until;
    const char* expiry;
  };
  for (const Whole& c : {
           Whole{"2026-11-20", "2026-11-19T21:00:00Z", "2026-11-20T20:59:59.999999Z",
                 "2026-11-20T20:59:59.999999Z"},
           Whole{"20.11.2026", "2026-11-19T21:00:00Z", "2026-11-20T20:59:59.999999Z",
                 "2026-11-20T20:59:59.999999Z"},
           Whole{"yesterday", "2026-11-22T21:00:00Z", "2026-11-23T20:59:59.999999Z",
                 "2026-11-23T20:59:59.999999Z"},
           Whole{"today", "2026-11-23T21:00:00Z", "2026-11-24T20:59:59.999999Z",
                 "2026-11-24T20:59:59.999999Z"},
           Whole{"tomorrow", "usage.time_ahead", "2026-11-25T20:59:59.999999Z",
                 "2026-11-25T20:59:59.999999Z"},
           Whole{"monday", "2026-11-22T21:00:00Z", "2026-11-23T20:59:59.999999Z",
                 "2026-11-30T20:59:59.999999Z"},
           Whole{"tuesday", "2026-11-23T21:00:00Z", "2026-11-24T20:59:59.999999Z",
                 "2026-11-24T20:59:59.999999Z"},
           Whole{"жұма", "2026-11-19T21:00:00Z", "2026-11-20T20:59:59.999999Z",
                 "2026-11-27T20:59:59.999999Z"},
           Whole{"3 Dec", "2025-12-02T21:00:00Z", "2025-12-03T20:59:59.999999Z",
                 "2026-12-03T20:59:59.999999Z"},
           Whole{"7d", "2026-11-17T11:05:30Z", "2026-11-17T11:05:30Z", "2026-12-01T11:05:30Z"},
       }) {
    EXPECT_EQ(Read(c.typed, TimeUse::kSince), c.since) << c.typed;
    EXPECT_EQ(Read(c.typed, TimeUse::kUntil), c.until) << c.typed;
    EXPECT_EQ(Read(c.typed, TimeUse::kExpiry), c.expiry) << c.typed;
  }
}

TEST(ParseTimeTest, RefusesWhatIsNoTime) {
  for (const char* typed : {"",
                            " ",
                            "soon",
                            "24/11 14:05",
                            "24/11/026 14:05",
                            "24.11.026 14:05",
                            "3 days 9:00",
                            "in 2 hours at 9:00",
                            "30.02 14:05",
                            "24.13 14:05",
                            "24.13",
                            "24-11-26 14:05",
                            "12.30.26",
                            "10.30 11.30",
                            "24. 14:05",
                            "31 ноября 10:00",
                            "-2",
                            "2",
                            "-h",
                            "2x",
                            "-2x",
                            "13pm",
                            "0am",
                            "pm",
                            "2:5pm",
                            "ago",
                            "infinite-future",
                            "14:5",
                            "10:00 11:00",
                            "3 3 dec 10:00",
                            "dec 10:00",
                            "мартобря",
                            "at",
                            "\xff"}) {
    EXPECT_EQ(Read(typed, TimeUse::kHappened), "usage.time") << typed;
    EXPECT_EQ(Read(typed, TimeUse::kDue), "usage.coming_time") << typed;
    EXPECT_FALSE(LooksLikeTime(typed)) << typed;
  }
}

TEST(ParseTimeTest, SaysWhichDayOrHourThereIsNot) {
  for (const char* typed : {"31/31/2026 14:05", "2026-13-01 10:00", "2026-02-30 10:00", "30.02.2026 10:00",
                            "31.02.2026", "12.30.2026 9:00"}) {
    EXPECT_EQ(Read(typed, TimeUse::kHappened), "usage.no_such_day") << typed;
    EXPECT_EQ(Read(typed, TimeUse::kDue), "usage.no_such_day") << typed;
    EXPECT_TRUE(LooksLikeTime(typed)) << "as which a field is to judge it: " << typed;
  }
  for (const char* typed : {"2026-11-24 25:00", "24:00", "1:60"}) {
    EXPECT_EQ(Read(typed, TimeUse::kHappened), "usage.no_such_clock") << typed;
    EXPECT_TRUE(LooksLikeTime(typed)) << typed;
  }
}

TEST(ParseTimeTest, SaysThatALengthLiesAhead) {
  for (const TimeUse use : {TimeUse::kHappened, TimeUse::kSince, TimeUse::kUntil}) {
    for (const char* typed : {"+2h", "in 2 hours", "через 2 часа", "2 сағаттан кейін", "next monday"}) {
      EXPECT_EQ(Read(typed, use), "usage.time_ahead") << typed;
    }
  }
  EXPECT_TRUE(LooksLikeTime("+2h"));
}

// An empty list would tell that nothing happened.
TEST(ParseTimeTest, RefusesAPeriodThatBeginsAhead) {
  for (const char* typed : {"tomorrow", "завтра", "ертең", "23:46", "tomorrow 9:00", "28.11.2026",
                            "28.11.2026 9:00", "2026-11-25T00:00:00Z"}) {
    EXPECT_EQ(Read(typed, TimeUse::kSince), "usage.time_ahead") << typed;
    EXPECT_NE(Read(typed, TimeUse::kBefore), "usage.time_ahead") << typed;
    EXPECT_NE(Read(typed, TimeUse::kUntil), "usage.time_ahead") << typed;
    EXPECT_NE(Read(typed, TimeUse::kComing), "usage.time_ahead") << typed;
  }
  EXPECT_EQ(Read("tomorrow", TimeUse::kBefore), "2026-11-24T21:00:00Z");
  // By the server's clock, which may be before this one.
  EXPECT_EQ(Read("2026-11-24T11:06:00Z", TimeUse::kSince), "2026-11-24T11:06:00Z");
}

TEST(ParseTimeTest, AsksForTheOffsetWhereTheClockWasChanged) {
  // Warsaw: forward on 29 March at 02:00, back on 25 October at 03:00.
  EXPECT_EQ(Read("2026-03-29 02:30", TimeUse::kHappened, "Europe/Warsaw"), "usage.time_skipped");
  EXPECT_EQ(Read("29.03.2026 03:30", TimeUse::kHappened, "Europe/Warsaw"), "2026-03-29T01:30:00Z");
  EXPECT_EQ(Read("25 октября 02:30", TimeUse::kHappened, "Europe/Warsaw"), "usage.time_repeated");
  EXPECT_EQ(Read("2026-10-25T02:30:00+01:00", TimeUse::kHappened, "Europe/Warsaw"), "2026-10-25T01:30:00Z");
  // Kazakhstan: from UTC+6 to UTC+5 on 1 March 2024 at 00:00, when it was 29 February 23:00 again.
  EXPECT_EQ(Read("29.02.2024 22:30", TimeUse::kHappened, "Asia/Almaty"), "2024-02-29T16:30:00Z");
  EXPECT_EQ(Read("29.02.2024 23:30", TimeUse::kHappened, "Asia/Almaty"), "usage.time_repeated");
  EXPECT_EQ(Read("01.03.2024 00:30", TimeUse::kHappened, "Asia/Almaty"), "2024-02-29T19:30:00Z");
  // The west of the country was at UTC+5 already.
  EXPECT_EQ(Read("29.02.2024 23:30", TimeUse::kHappened, "Asia/Oral"), "2024-02-29T18:30:00Z");
}

TEST(ParseTimeTest, FindsTheEdgesOfDaysOnWhichTheClockWasChanged) {
  // 25 hours.
  EXPECT_EQ(Read("25.10.2026", TimeUse::kSince, "Europe/Warsaw"), "2026-10-24T22:00:00Z");
  EXPECT_EQ(Read("25.10.2026", TimeUse::kUntil, "Europe/Warsaw"), "2026-10-25T22:59:59.999999Z");
  EXPECT_EQ(Read("29.02.2024", TimeUse::kSince, "Asia/Almaty"), "2024-02-28T18:00:00Z");
  EXPECT_EQ(Read("29.02.2024", TimeUse::kUntil, "Asia/Almaty"), "2024-02-29T18:59:59.999999Z");
  // Beirut and Cairo change at midnight: the day begins at 01:00.
  EXPECT_EQ(Read("29.03.2026", TimeUse::kSince, "Asia/Beirut"), "2026-03-28T22:00:00Z");
  EXPECT_EQ(Read("24.04.2026", TimeUse::kSince, "Africa/Cairo"), "2026-04-23T22:00:00Z");
}

TEST(ParseTimeTest, AsksForTheZoneOnlyWhereItIsNeeded) {
  int asked = 0;
  const ZoneSource source = [&] {
    ++asked;
    return absl::StatusOr<absl::TimeZone>(Zone("Asia/Almaty"));
  };
  for (const char* typed : {"2026-11-24T14:05:00+03:00", "-2h", "now", "soon"}) {
    (void)ParseTime(typed, TimeUse::kSince, kNow, source);
    EXPECT_EQ(asked, 0) << typed;
  }
  EXPECT_EQ(*ParseTime("14:05", TimeUse::kHappened, kNow, source), At("2026-11-24T09:05:00Z"));
  EXPECT_EQ(asked, 1);
  EXPECT_EQ(*ParseDay("2026-11-24", DayUse::kAny, kNow, source), absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(asked, 1);
}

TEST(ParseTimeTest, SaysThatTheZoneIsNotToBeHad) {
  const ZoneSource none = [] { return absl::StatusOr<absl::TimeZone>(absl::UnavailableError("down")); };
  EXPECT_TRUE(absl::IsUnavailable(ParseTime("14:05", TimeUse::kHappened, kNow, none).status()));
}

}  // namespace
}  // namespace arasha::clients
