// What could go wrong: a time comes back as another one, or one that a caller made up overflows.

#include "proto/timestamps.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>

namespace arasha {
namespace {

absl::Time At(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr));
  return time;
}

TEST(Timestamps, KeepMicrosecondsAlsoBeforeTheEpoch) {
  for (const char* text :
       {"2026-11-24T11:05:00.000001Z", "1969-12-31T23:59:59.75Z", "0001-01-01T00:00:00Z"}) {
    const google::protobuf::Timestamp timestamp = ToTimestamp(At(text));
    EXPECT_GE(timestamp.nanos(), 0) << text;
    EXPECT_EQ(ToTime(timestamp), At(text)) << text;
  }
  EXPECT_EQ(ToTimestamp(At("2026-11-24T11:05:00.000001999Z")).nanos(), 1000);
}

TEST(Timestamps, OfNoYearStayOutsideTheCalendar) {
  google::protobuf::Timestamp timestamp;
  timestamp.set_seconds(std::numeric_limits<int64_t>::max());
  EXPECT_GT(ToTime(timestamp), At("9999-12-31T23:59:59Z"));
  timestamp.set_seconds(std::numeric_limits<int64_t>::min());
  EXPECT_LT(ToTime(timestamp), At("0001-01-01T00:00:00Z"));
}

}  // namespace
}  // namespace arasha
