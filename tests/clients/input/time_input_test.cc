// A time misread by an hour or a day moves a legal deadline; each accepted form, and each near miss.

#include "clients/input/time_input.h"

#include <gtest/gtest.h>

#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

ZoneSource In(const char* name) {
  return [zone = Zone(name)] { return absl::StatusOr<absl::TimeZone>(zone); };
}

absl::Time At(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr));
  return time;
}

// A Tuesday, at 14:05:30 in Istanbul.
const absl::Time kNow = absl::FromUnixSeconds(1795518330);

std::string Read(const char* typed, TimeUse use, const char* zone = "Europe/Istanbul") {
  const absl::StatusOr<absl::Time> time = ParseTime(typed, use, kNow, In(zone));
  if (time.ok()) return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *time, absl::UTCTimeZone());
  return LocalErrorOf(time.status())->key;
}

struct Typed {
  const char* typed;
  const char* wanted;
};

TEST(ParseTimeTest, TakesEveryNotation) {
  ASSERT_EQ(kNow, At("2026-11-24T11:05:30Z"));
  for (const Typed& c : {
           Typed{"now", "2026-11-24T11:05:30Z"},
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
           Whole{"tomorrow", "2026-11-24T21:00:00Z", "2026-11-25T20:59:59.999999Z",
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

TEST(ParseTimeTest, LooksAheadForWhatIsDue) {
  for (const Typed& c : {Typed{"3d", "2026-11-27T11:05:30Z"},
                         {"+3d", "2026-11-27T11:05:30Z"},
                         {"-3d", "2026-11-21T11:05:30Z"},
                         {"tomorrow", "2026-11-24T21:00:00Z"},
                         {"today", "2026-11-23T21:00:00Z"},
                         {"friday", "2026-11-26T21:00:00Z"},
                         {"1.12.2026", "2026-11-30T21:00:00Z"}}) {
    EXPECT_EQ(Read(c.typed, TimeUse::kComing), c.wanted) << c.typed;
  }
}

TEST(ParseTimeTest, TakesWordsForWhatLiesAhead) {
  for (const Typed& c : {Typed{"in 3 days", "2026-11-27T11:05:30Z"},
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
TEST(ParseTimeTest, TakesTodayForAtOnceWhereItIsDue) {
  for (const char* typed : {"today", "сегодня", "бүгін", "24.11.2026", "2026-11-24", "24 Nov", "24 ноября",
                            "24 қараша", "tuesday", "вторник", "сейсенбі"}) {
    EXPECT_EQ(Read(typed, TimeUse::kDue), "2026-11-24T11:06:30Z") << typed;
    EXPECT_EQ(Read(typed, TimeUse::kExpiry), "2026-11-24T20:59:59.999999Z") << typed;
  }
  EXPECT_EQ(Read("tomorrow", TimeUse::kDue), "2026-11-24T21:00:00Z");
  EXPECT_EQ(Read("23.11.2026", TimeUse::kDue), "2026-11-22T21:00:00Z");
}

TEST(ParseTimeTest, TakesLengthsAheadForWhatEnds) {
  for (const Typed& c : {Typed{"+14d", "2026-12-08T11:05:30Z"},
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

TEST(ParseTimeTest, RefusesWhatIsNoTime) {
  for (const char* typed : {"",
                            " ",
                            "soon",
                            "24/11/2026 14:05",
                            "24.11.26 14:05",
                            "30.02 14:05",
                            "24.13 14:05",
                            "24. 14:05",
                            "2026-13-01 10:00",
                            "2026-02-30 10:00",
                            "30.02.2026 10:00",
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
                            "2026-11-24 25:00",
                            "24:00",
                            "14:5",
                            "1:60",
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

TEST(ParseTimeTest, SaysThatALengthLiesAhead) {
  for (const TimeUse use : {TimeUse::kHappened, TimeUse::kSince, TimeUse::kUntil}) {
    for (const char* typed : {"+2h", "in 2 hours", "через 2 часа", "2 сағаттан кейін", "next monday"}) {
      EXPECT_EQ(Read(typed, use), "usage.time_ahead") << typed;
    }
  }
  EXPECT_TRUE(LooksLikeTime("+2h"));
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

TEST(ParseDayTest, IsThatOfTheZone) {
  // It is the 25th in Auckland, and still the 24th in Los Angeles.
  EXPECT_EQ(*ParseDay("today", DayUse::kAny, kNow, In("Pacific/Auckland")), absl::CivilDay(2026, 11, 25));
  EXPECT_EQ(*ParseDay("бүгін", DayUse::kAny, kNow, In("America/Los_Angeles")), absl::CivilDay(2026, 11, 24));
  EXPECT_EQ(*ParseDay("-3d", DayUse::kAny, kNow, In("Europe/Istanbul")), absl::CivilDay(2026, 11, 21));
  EXPECT_EQ(*ParseDay("+3d", DayUse::kAny, kNow, In("Europe/Istanbul")), absl::CivilDay(2026, 11, 27));
  EXPECT_EQ(*ParseDay("in 3 days", DayUse::kAny, kNow, In("Europe/Istanbul")), absl::CivilDay(2026, 11, 27));
  EXPECT_EQ(*ParseDay("next monday", DayUse::kAny, kNow, In("Europe/Istanbul")),
            absl::CivilDay(2026, 11, 30));
  EXPECT_EQ(*ParseDay("28.2.2027", DayUse::kAny, kNow, In("Europe/Istanbul")), absl::CivilDay(2027, 2, 28));
  for (const Typed& c : {Typed{"3 Dec", "usage.whole_date"},
                         {"28.11", "usage.whole_date"},
                         {"пятница", "usage.whole_date"},
                         {"14:05", "usage.date"},
                         {"28.11.2026 14:05", "usage.date"},
                         {"7d", "usage.date"},
                         {"2026-11-31", "usage.date"},
                         {"28.11.26", "usage.date"}}) {
    EXPECT_EQ(LocalErrorOf(ParseDay(c.typed, DayUse::kAny, kNow, In("Europe/Istanbul")).status())->key,
              c.wanted)
        << c.typed;
  }
}

TEST(ParseDayTest, TakesTheLastSuchForPeriods) {
  for (const Typed& c : {Typed{"28.11.2026", "2026-11-28"},
                         {"1.1.2026", "2026-01-01"},
                         {"2026-11-28", "2026-11-28"},
                         {"3 December 2026", "2026-12-03"},
                         {"3 декабря 2026", "2026-12-03"},
                         {"2026 жылғы 3 желтоқсан", "2026-12-03"},
                         {"3 December", "2025-12-03"},
                         {"3 декабря", "2025-12-03"},
                         {"3 желтоқсан", "2025-12-03"},
                         {"24 Nov", "2026-11-24"},
                         {"29 Feb", "2024-02-29"},
                         {"28.11", "2025-11-28"},
                         {"24.11", "2026-11-24"},
                         {"today", "2026-11-24"},
                         {"сегодня", "2026-11-24"},
                         {"бүгін", "2026-11-24"},
                         {"now", "2026-11-24"},
                         {"yesterday", "2026-11-23"},
                         {"вчера", "2026-11-23"},
                         {"кеше", "2026-11-23"},
                         {"tomorrow", "2026-11-25"},
                         {"monday", "2026-11-23"},
                         {"понедельник", "2026-11-23"},
                         {"дүйсенбі", "2026-11-23"},
                         {"tuesday", "2026-11-24"},
                         {"wednesday", "2026-11-18"},
                         {"7d", "2026-11-17"},
                         {"неделю назад", "2026-11-17"},
                         {"3 күн бұрын", "2026-11-21"}}) {
    const auto day = ParseDay(c.typed, DayUse::kPast, kNow, In("Europe/Istanbul"));
    EXPECT_EQ(day.ok() ? absl::FormatCivilTime(*day) : LocalErrorOf(day.status())->key, c.wanted) << c.typed;
  }
  for (const char* typed : {"14:05", "28.11.2026 14:05", "2026-11-31", "28.11.26", "soon"}) {
    EXPECT_EQ(LocalErrorOf(ParseDay(typed, DayUse::kPast, kNow, In("Europe/Istanbul")).status())->key,
              "usage.date")
        << typed;
  }
}

}  // namespace
}  // namespace arasha::clients
