#ifndef ARASHA_PROTO_DURATIONS_H_
#define ARASHA_PROTO_DURATIONS_H_

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace arasha {

// A length of time as a DURATION field has it. Months are of no length in days, and stand apart.
struct FieldDuration {
  int64_t months = 0;
  int64_t minutes = 0;
};

// The longest, 200 years: more is a slip of the hand.
inline constexpr int64_t kMaxDurationMinutes = int64_t{200} * 365 * 1440;

// How long it is in minutes, with 30 days for a month and 365 for twelve: for comparisons alone.
inline int64_t MinutesOf(const FieldDuration& duration) {
  return (duration.months / 12 * 365 + duration.months % 12 * 30) * 1440 + duration.minutes;
}

// Days of it, with one for each that has begun.
inline int64_t DaysBegun(const FieldDuration& duration) { return (MinutesOf(duration) + 1439) / 1440; }

// A length of ISO 8601, `P1Y6M`, `P2W`, `PT36H`: years, months, weeks, days, hours and minutes in this order,
// each a whole number. nullopt for any other text, and for what is longer than kMaxDurationMinutes.
inline std::optional<FieldDuration> ParseDuration(absl::string_view text) {
  struct Unit {
    char letter;
    bool of_day;
    int64_t months;
    int64_t minutes;
  };
  constexpr Unit kUnits[] = {{'Y', false, 12, 0},   {'M', false, 1, 0}, {'W', false, 0, 10080},
                             {'D', false, 0, 1440}, {'H', true, 0, 60}, {'M', true, 0, 1}};
  constexpr size_t kMostDigits = 8;
  if (text.empty() || text[0] != 'P') return std::nullopt;
  text.remove_prefix(1);
  FieldDuration duration;
  size_t next = 0;
  bool of_day = false;
  bool any = false;
  while (!text.empty()) {
    if (text[0] == 'T') {
      if (of_day || text.size() == 1) return std::nullopt;
      of_day = true;
      text.remove_prefix(1);
    }
    const size_t digits = text.find_first_not_of("0123456789");
    int64_t count = 0;
    if (digits == absl::string_view::npos || digits > kMostDigits ||
        !absl::SimpleAtoi(text.substr(0, digits), &count)) {
      return std::nullopt;
    }
    while (next < std::size(kUnits) &&
           (kUnits[next].letter != text[digits] || kUnits[next].of_day != of_day)) {
      ++next;
    }
    if (next == std::size(kUnits)) return std::nullopt;
    duration.months += count * kUnits[next].months;
    duration.minutes += count * kUnits[next].minutes;
    ++next;
    any = true;
    text.remove_prefix(digits + 1);
  }
  if (!any || MinutesOf(duration) > kMaxDurationMinutes) return std::nullopt;
  return duration;
}

// The one form in which it is kept: years for each 12 months, days for each 24 hours, no weeks, `P1Y6MT30M`;
// `P0D` of none.
inline std::string DurationText(const FieldDuration& duration) {
  std::string text = "P";
  const auto add = [&](int64_t count, absl::string_view letter) {
    if (count > 0) absl::StrAppend(&text, count, letter);
  };
  add(duration.months / 12, "Y");
  add(duration.months % 12, "M");
  add(duration.minutes / 1440, "D");
  if (duration.minutes % 1440 > 0) text += "T";
  add(duration.minutes % 1440 / 60, "H");
  add(duration.minutes % 60, "M");
  return text == "P" ? "P0D" : text;
}

}  // namespace arasha

#endif  // ARASHA_PROTO_DURATIONS_H_
