// What could go wrong: a report is of other days than were typed; a case's day is taken to be past or to come
// by guess.

#include <gtest/gtest.h>

#include "clients/input/time_input.h"
#include "clients/text/local_error.h"
#include "tests/clients/input/read_time.h"

namespace arasha::clients {
namespace {

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
  for (const TimeCase& c : {TimeCase{"3 Dec", "usage.whole_date"},
                            {"28.11", "usage.whole_date"},
                            {"пятница", "usage.whole_date"},
                            {"14:05", "usage.date"},
                            {"28.11.2026 14:05", "usage.date"},
                            {"7d", "usage.date"},
                            {"2026-11-31", "usage.no_such_day"},
                            {"28.11.26", "usage.short_year"},
                            {"28/11/26", "usage.short_year"},
                            {"3/12/2026", "usage.slash_date"}}) {
    EXPECT_EQ(LocalErrorOf(ParseDay(c.typed, DayUse::kAny, kNow, In("Europe/Istanbul")).status())->key,
              c.wanted)
        << c.typed;
  }
}

TEST(ParseDayTest, TakesTheLastSuchForPeriods) {
  for (const TimeCase& c : {TimeCase{"28.11.2026", "2026-11-28"},
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
                            {"last friday", "2026-11-20"},
                            {"20.11.26", "2026-11-20"},
                            {"20/11/2026", "2026-11-20"},
                            {"wednesday", "2026-11-18"},
                            {"7d", "2026-11-17"},
                            {"неделю назад", "2026-11-17"},
                            {"3 күн бұрын", "2026-11-21"}}) {
    const auto day = ParseDay(c.typed, DayUse::kPast, kNow, In("Europe/Istanbul"));
    EXPECT_EQ(day.ok() ? absl::FormatCivilTime(*day) : LocalErrorOf(day.status())->key, c.wanted) << c.typed;
  }
  for (const char* typed : {"14:05", "28.11.2026 14:05", "28.11.026", "soon"}) {
    EXPECT_EQ(LocalErrorOf(ParseDay(typed, DayUse::kPast, kNow, In("Europe/Istanbul")).status())->key,
              "usage.date")
        << typed;
  }
}

}  // namespace
}  // namespace arasha::clients
