#include "clients/times.h"

#include <optional>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/civil_time.h"
#include "clients/local_error.h"

namespace arasha::clients {
namespace {

// `1d6h` and the like; nothing if it is not one.
std::optional<absl::Duration> ParseUnits(absl::string_view text) {
  absl::Duration sum;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const size_t digits = text.find_first_not_of("0123456789");
    int count = 0;
    if (digits == 0 || digits == absl::string_view::npos ||
        !absl::SimpleAtoi(text.substr(0, digits), &count)) {
      return std::nullopt;
    }
    switch (text[digits]) {
      case 'w':
        sum += absl::Hours(24 * 7) * count;
        break;
      case 'd':
        sum += absl::Hours(24) * count;
        break;
      case 'h':
        sum += absl::Hours(count);
        break;
      case 'm':
        sum += absl::Minutes(count);
        break;
      case 's':
        sum += absl::Seconds(count);
        break;
      default:
        return std::nullopt;
    }
    text.remove_prefix(digits + 1);
  }
  return sum;
}

// So long ago, or nothing if the text is not of that form.
std::optional<absl::Duration> ParseAgo(absl::string_view text) {
  if (absl::ConsumePrefix(&text, "-")) return ParseUnits(text);
  if (absl::ConsumeSuffix(&text, "ago")) return ParseUnits(absl::StripAsciiWhitespace(text));
  return std::nullopt;
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(absl::string_view text, absl::Time now, const absl::TimeZone& zone) {
  const std::string typed(absl::StripAsciiWhitespace(text));
  if (typed == "now") return now;
  if (const std::optional<absl::Duration> ago = ParseAgo(typed)) return now - *ago;

  absl::Time instant;
  std::string ignored;
  // absl takes `infinite-future` for a time of any format.
  if (absl::StartsWith(typed, "infinite")) return UsageError("usage.time", {{"text", typed}});
  if (absl::ParseTime(absl::RFC3339_full, typed, &instant, &ignored)) return instant;
  for (const char* format : {"%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"}) {
    // Read as UTC to get at the civil time, which the zone then places.
    if (!absl::ParseTime(format, typed, absl::UTCTimeZone(), &instant, &ignored)) continue;
    const absl::TimeZone::TimeInfo local = zone.At(absl::ToCivilSecond(instant, absl::UTCTimeZone()));
    if (local.kind == absl::TimeZone::TimeInfo::UNIQUE) return local.pre;
    return UsageError(
        local.kind == absl::TimeZone::TimeInfo::SKIPPED ? "usage.time_skipped" : "usage.time_repeated",
        {{"text", typed}, {"before", LocalText(local.pre, zone)}, {"after", LocalText(local.post, zone)}});
  }
  return UsageError("usage.time", {{"text", typed}});
}

absl::StatusOr<absl::Time> ParseExpiry(absl::string_view text, absl::Time now, const absl::TimeZone& zone) {
  absl::string_view units = absl::StripAsciiWhitespace(text);
  if (absl::ConsumePrefix(&units, "+")) {
    if (const std::optional<absl::Duration> ahead = ParseUnits(units)) return now + *ahead;
  }
  return ParseTime(text, now, zone);
}

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

std::string UtcText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%d%ET%H:%M:%E*SZ", time, absl::UTCTimeZone());
}

absl::Time FromProto(const google::protobuf::Timestamp& timestamp) {
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  google::protobuf::Timestamp timestamp;
  const absl::Time whole = absl::FromUnixSeconds(absl::ToUnixSeconds(time));
  timestamp.set_seconds(absl::ToUnixSeconds(time));
  timestamp.set_nanos(static_cast<int>(absl::ToInt64Nanoseconds(time - whole)));
  return timestamp;
}

}  // namespace arasha::clients
