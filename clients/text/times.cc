#include "clients/text/times.h"

#include "absl/strings/numbers.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
absl::StatusOr<absl::Duration> ParseTimeout(absl::string_view text) {
  absl::Duration timeout;
  int seconds = 0;
  if (absl::SimpleAtoi(text, &seconds)) {
    timeout = absl::Seconds(seconds);
  } else if (!absl::ParseDuration(std::string(text), &timeout)) {
    timeout = absl::ZeroDuration();
  }
  if (timeout <= absl::ZeroDuration() || timeout > absl::Hours(24)) {
    return UsageError("usage.timeout", {{"text", std::string(text)}});
  }
  return timeout;
}

std::string LocalText(absl::Time time, const absl::TimeZone& zone) {
  return absl::FormatTime("%Y-%m-%d %H:%M%Ez", time, zone);
}

std::string OffsetText(absl::Time time, const absl::TimeZone& zone) {
  if (zone == absl::UTCTimeZone()) return "UTC";
  return absl::FormatTime("UTC%Ez", time, zone);
}

std::string UtcText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

}  // namespace arasha::clients
