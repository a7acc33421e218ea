// What could go wrong: a case is closed before it was received; slack for clocks that differ puts a case's
// own changes out of order.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/rules/casework/chronology_samples.h"

namespace arasha::rules {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(CheckReceipt, IsAfterThereWereMissionsAndBeforeTheCaseMovedOn) {
  CaseTimes times = Times();
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), IsEmpty());
  times.received += absl::Seconds(37);
  times.first_change = times.received - absl::Seconds(37);
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), IsEmpty()) << "in the same minute";
  times.first_change = times.received - absl::Seconds(38);
  EXPECT_THAT(Lines(CheckReceipt(times, "r")),
              ElementsAre("r: must not lie after the first change of state, 2026-11-20 08:59 UTC+03:00"));
  times.received = At("1991-12-16T00:00:00+05:00");
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), IsEmpty());
  times.received = At("1991-12-14T00:00:00Z");
  EXPECT_THAT(Lines(CheckReceipt(times, "r")), ElementsAre("r: must not lie before 1991-12-16"));
}

TEST(CheckChangeTime, FollowsWhatLedToTheStateToTheMinute) {
  CaseTimes times = Times();
  const auto judged = [&](absl::Time happened) { return Lines(CheckChangeTime(happened, times, "h")); };
  times.received += absl::Seconds(37);
  const std::string before_receipt =
      "h: must not lie before the case was received, 2026-11-20 09:00 UTC+03:00";
  EXPECT_THAT(judged(At("2020-01-01T00:00:00Z")), ElementsAre(before_receipt));
  EXPECT_THAT(judged(At("2026-11-20T08:59:59+03:00")), ElementsAre(before_receipt));
  EXPECT_THAT(judged(At("2026-11-20T09:00:00+03:00")), IsEmpty());
  times.first_change = times.last_change = At("2026-11-22T06:30:37Z");
  EXPECT_THAT(judged(At("2026-11-22T06:30:00Z")), IsEmpty()) << "typed, after one that was recorded";
  EXPECT_THAT(
      judged(At("2026-11-22T06:29:59Z")),
      ElementsAre("h: must not lie before the change of state that led here, 2026-11-22 09:30 UTC+03:00"));
}

TEST(UntoldChangeTime, IsNowOrThatOfWhatAnotherClockPutAhead) {
  CaseTimes times = Times();
  EXPECT_EQ(UntoldChangeTime(times, Now()), Now());
  times.received = Now() + absl::Minutes(1);
  EXPECT_EQ(UntoldChangeTime(times, Now()), times.received);
  times.last_change = Now() + absl::Minutes(2);
  EXPECT_EQ(UntoldChangeTime(times, Now()), *times.last_change);
}

}  // namespace
}  // namespace arasha::rules
