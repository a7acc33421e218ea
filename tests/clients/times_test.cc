// A time misread by an hour or a day moves a legal deadline; each accepted form, and each near miss.

#include "clients/times.h"

#include <gtest/gtest.h>

#include "clients/local_error.h"

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

TEST(ParseTimeTest, TakesEveryDocumentedForm) {
  const absl::Time now = At("2026-11-24T11:05:30Z");
  const struct {
    const char* typed;
    const char* instant;
  } kCases[] = {
      {"now", "2026-11-24T11:05:30Z"},
      {"2026-11-24T14:05:00+03:00", "2026-11-24T11:05:00Z"},
      {"2026-11-24T11:05:00Z", "2026-11-24T11:05:00Z"},
      {"2026-11-24T11:05:00.25Z", "2026-11-24T11:05:00.25Z"},
      {"2026-11-24 14:05", "2026-11-24T11:05:00Z"},
      {"2026-11-24T14:05", "2026-11-24T11:05:00Z"},
      {"2026-11-24 14:05:30", "2026-11-24T11:05:30Z"},
      {"  2026-11-24 14:05 ", "2026-11-24T11:05:00Z"},
      {"-2h", "2026-11-24T09:05:30Z"},
      {"2h ago", "2026-11-24T09:05:30Z"},
      {"-30m", "2026-11-24T10:35:30Z"},
      {"1d6h ago", "2026-11-23T05:05:30Z"},
      {"-1w", "2026-11-17T11:05:30Z"},
  };
  for (const auto& c : kCases) {
    const absl::StatusOr<absl::Time> time = ParseTime(c.typed, now, Zone("Europe/Istanbul"));
    ASSERT_TRUE(time.ok()) << c.typed;
    EXPECT_EQ(*time, At(c.instant)) << c.typed;
  }
}

TEST(ParseExpiryTest, TakesTimesAheadToo) {
  const absl::Time now = At("2026-11-24T11:05:30Z");
  const auto parsed = [&](const char* typed) { return ParseExpiry(typed, now, Zone("Europe/Istanbul")); };
  EXPECT_EQ(*parsed("+14d"), At("2026-12-08T11:05:30Z"));
  EXPECT_EQ(*parsed(" +1d6h "), At("2026-11-25T17:05:30Z"));
  EXPECT_EQ(*parsed("2026-12-31 18:00"), At("2026-12-31T15:00:00Z"));
  for (const char* typed : {"+", "+2x", "++2h", "+ 2h", "14d"}) EXPECT_FALSE(parsed(typed).ok()) << typed;
}

TEST(ParseTimeTest, RefusesWhatIsNoTime) {
  for (const char* typed :
       {"", "yesterday", "2026-11-24", "24.11.2026 14:05", "2026-13-01 10:00", "2026-02-30 10:00", "2h", "-2",
        "-h", "- 2h", "-2x", "+2h", "ago", "infinite-future", "2026-11-24 25:00"}) {
    const absl::StatusOr<absl::Time> time =
        ParseTime(typed, At("2026-11-24T11:05:30Z"), Zone("Europe/Istanbul"));
    ASSERT_FALSE(time.ok()) << typed;
    EXPECT_EQ(LocalErrorOf(time.status())->key, "usage.time") << typed;
  }
}

TEST(ParseTimeTest, AsksForTheOffsetWhereTheClockWasChanged) {
  const absl::Time now = At("2026-11-24T11:05:30Z");
  // Warsaw: forward on 29 March at 02:00, back on 25 October at 03:00.
  EXPECT_EQ(LocalErrorOf(ParseTime("2026-03-29 02:30", now, Zone("Europe/Warsaw")).status())->key,
            "usage.time_skipped");
  EXPECT_EQ(LocalErrorOf(ParseTime("2026-10-25 02:30", now, Zone("Europe/Warsaw")).status())->key,
            "usage.time_repeated");
  EXPECT_EQ(*ParseTime("2026-10-25T02:30:00+01:00", now, Zone("Europe/Warsaw")), At("2026-10-25T01:30:00Z"));
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

TEST(ProtoTimeTest, KeepsNanosecondsAlsoBeforeTheEpoch) {
  for (const char* text : {"2026-11-24T11:05:00.000000001Z", "1969-12-31T23:59:59.75Z"}) {
    const google::protobuf::Timestamp timestamp = ToProto(At(text));
    EXPECT_GE(timestamp.nanos(), 0) << text;
    EXPECT_EQ(FromProto(timestamp), At(text)) << text;
  }
}

}  // namespace
}  // namespace arasha::clients
