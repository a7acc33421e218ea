// What could go wrong: a caller gets more than its share, or less, or pays for what another did.
#include "services/calls/call_rate.h"

#include <gtest/gtest.h>

namespace arasha::server {
namespace {

const absl::Time kNoon = absl::FromUnixSeconds(1764000000);

// How many of `calls` made at one moment go on.
int Taken(CallRate& rate, const std::string& caller, int calls, absl::Time now) {
  int taken = 0;
  for (int i = 0; i < calls; ++i) {
    if (rate.Take(caller, now) == absl::ZeroDuration()) ++taken;
  }
  return taken;
}

TEST(CallRates, AllowAMinutesCallsAtOnceAndThenEvenly) {
  CallRate rate(60);
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 100, kNoon), 60);
  EXPECT_EQ(rate.Take("staff/a.omarova", kNoon), absl::Seconds(1));
  EXPECT_EQ(rate.Take("staff/a.omarova", kNoon + absl::Milliseconds(400)), absl::Milliseconds(600));
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 5, kNoon + absl::Seconds(1)), 1) << "refusals cost nothing";
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 100, kNoon + absl::Seconds(31)), 30);
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 100, kNoon + absl::Hours(9)), 60) << "rest is not saved up";
}

TEST(CallRates, AreEveryCallersOwn) {
  CallRate rate(10);
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 100, kNoon), 10);
  EXPECT_EQ(Taken(rate, "partner/prosecutor", 100, kNoon), 10);
}

TEST(CallRates, StandAClockThatIsPutBack) {
  CallRate rate(60);
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 100, kNoon), 60);
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 100, kNoon - absl::Hours(1)), 60);
}

TEST(CallRates, OfZeroAreNone) {
  CallRate rate(0);
  EXPECT_EQ(Taken(rate, "staff/a.omarova", 1000, kNoon), 1000);
}

}  // namespace
}  // namespace arasha::server
