#ifndef ARASHA_TESTS_CLIENTS_INPUT_READ_TIME_H_
#define ARASHA_TESTS_CLIENTS_INPUT_READ_TIME_H_

#include <gtest/gtest.h>

#include <string>

#include "clients/input/time_input.h"
#include "clients/text/local_error.h"

namespace arasha::clients {

inline absl::TimeZone Zone(const char* name) {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone(name, &zone));
  return zone;
}

// Of what is typed in this zone.
inline ZoneSource In(const char* name) {
  return [zone = Zone(name)] { return absl::StatusOr<absl::TimeZone>(zone); };
}

inline absl::Time At(const char* text) {
  absl::Time time;
  EXPECT_TRUE(absl::ParseTime(absl::RFC3339_full, text, &time, nullptr));
  return time;
}

// A Tuesday, at 14:05:30 in Istanbul.
inline const absl::Time kNow = absl::FromUnixSeconds(1795518330);

// In UTC, or the key of the error.
inline std::string Read(const char* typed, TimeUse use, const char* zone = "Europe/Istanbul",
                        SlashOrder slashes = SlashOrder::kUnknown) {
  const absl::StatusOr<absl::Time> time = ParseTime(typed, use, kNow, In(zone), slashes);
  if (time.ok()) return absl::FormatTime("%Y-%m-%dT%H:%M:%E*SZ", *time, absl::UTCTimeZone());
  return LocalErrorOf(time.status())->key;
}

// What somebody typed, and what it is to be read as.
struct TimeCase {
  const char* typed;
  const char* wanted;
};

}  // namespace arasha::clients

#endif  // ARASHA_TESTS_CLIENTS_INPUT_READ_TIME_H_
