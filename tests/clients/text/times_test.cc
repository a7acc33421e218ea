// A time shown an hour off misleads about a legal deadline.

#include "clients/text/times.h"

#include <gtest/gtest.h>

namespace arasha::clients {
namespace {

absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

absl::Time At(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr));
  return time;
}

TEST(ParseTimeoutTest, TakesPositiveLengths) {
  EXPECT_EQ(*ParseTimeout("30s"), absl::Seconds(30));
  EXPECT_EQ(*ParseTimeout("1m30s"), absl::Seconds(90));
  EXPECT_EQ(*ParseTimeout("5"), absl::Seconds(5));
  for (const char* typed : {"", "0", "-5s", "soon", "48h", "inf"})
    EXPECT_FALSE(ParseTimeout(typed).ok()) << typed;
}

TEST(TimeTextTest, ShowsTheOffsetToPeopleAndUtcToPrograms) {
  EXPECT_EQ(LocalText(At("2026-11-24T11:05:30Z"), Zone("Asia/Almaty")), "2026-11-24 16:05+05:00");
  EXPECT_EQ(UtcText(At("2026-11-24T14:05:00+03:00")), "2026-11-24T11:05:00Z");
  EXPECT_EQ(UtcText(At("2026-11-24T11:05:00.25Z")), "2026-11-24T11:05:00.25Z");
}

TEST(TimeTextTest, NamesTheOffsetOfTheDay) {
  EXPECT_EQ(OffsetText(At("2026-11-24T11:05:30Z"), Zone("Asia/Almaty")), "UTC+05:00");
  EXPECT_EQ(OffsetText(At("2024-02-29T11:05:30Z"), Zone("Asia/Almaty")), "UTC+06:00");
  EXPECT_EQ(OffsetText(At("2026-07-24T11:05:30Z"), Zone("Europe/Warsaw")), "UTC+02:00");
  EXPECT_EQ(OffsetText(At("2026-11-24T11:05:30Z"), absl::UTCTimeZone()), "UTC");
}

}  // namespace
}  // namespace arasha::clients
