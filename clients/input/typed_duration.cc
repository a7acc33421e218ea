#include "clients/input/typed_duration.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/strip.h"
#include "absl/time/time.h"
#include "clients/input/time_words.h"
#include "proto/durations.h"

namespace arasha::clients {
namespace {

constexpr size_t kMostDigits = 6;

// Months that the word means, which have no length in hours; 0 if it means none.
int64_t MonthsIn(absl::string_view word) {
  absl::ConsumeSuffix(&word, ".");
  for (const absl::string_view year : {"y", "yr", "yrs", "year", "years", "г", "год", "года", "лет", "жыл"}) {
    if (word == year) return 12;
  }
  for (const absl::string_view month :
       {"mo", "mos", "month", "months", "мес", "месяц", "месяца", "месяцев", "ай"}) {
    if (word == month) return 1;
  }
  return 0;
}

}  // namespace

std::optional<std::string> TypedDuration(absl::string_view typed) {
  const std::string iso = absl::AsciiStrToUpper(absl::StripAsciiWhitespace(typed));
  if (const auto duration = ParseDuration(iso)) return DurationText(*duration);
  const std::string normalised = Normalised(typed);
  absl::string_view text = normalised;
  FieldDuration duration;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
    int64_t count = 0;
    if (digits > kMostDigits || !absl::SimpleAtoi(text.substr(0, digits), &count)) return std::nullopt;
    text = absl::StripLeadingAsciiWhitespace(text.substr(digits));
    const size_t end = std::min(text.find_first_of("0123456789 "), text.size());
    const absl::string_view word = text.substr(0, end);
    if (const int64_t months = MonthsIn(word); months > 0) {
      duration.months += count * months;
    } else if (const auto unit = UnitOf(word); unit && *unit >= absl::Minutes(1)) {
      duration.minutes += count * absl::ToInt64Minutes(*unit);
    } else {
      return std::nullopt;
    }
    text = absl::StripLeadingAsciiWhitespace(text.substr(end));
  }
  if (MinutesOf(duration) > kMaxDurationMinutes) return std::nullopt;
  return DurationText(duration);
}

}  // namespace arasha::clients
