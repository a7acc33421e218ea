#include "clients/input/typed_time.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "clients/input/time_words.h"

namespace arasha::clients {
namespace {

// A number of so many digits at most, and at least one.
std::optional<int> Number(absl::string_view text, size_t most) {
  int number = 0;
  if (text.empty() || text.size() > most || text.find_first_not_of("0123456789") != absl::string_view::npos ||
      !absl::SimpleAtoi(text, &number)) {
    return std::nullopt;
  }
  return number;
}

// `1d6h`, `2 часа`; nothing if it is not one.
std::optional<absl::Duration> Length(absl::string_view text) {
  if (text.empty()) return std::nullopt;
  absl::Duration sum;
  while (!text.empty()) {
    const size_t digits = text.find_first_not_of("0123456789");
    if (digits == absl::string_view::npos) return std::nullopt;
    const std::optional<int> count = Number(text.substr(0, digits), 6);
    if (!count) return std::nullopt;
    text = absl::StripLeadingAsciiWhitespace(text.substr(digits));
    const size_t end = std::min(text.find_first_of("0123456789 "), text.size());
    const std::optional<absl::Duration> unit = UnitOf(text.substr(0, end));
    if (!unit) return std::nullopt;
    sum += *count * *unit;
    text = absl::StripLeadingAsciiWhitespace(text.substr(end));
  }
  return sum;
}

// Also `час` alone, `a week`: one of them.
std::optional<absl::Duration> SpokenLength(absl::string_view text) {
  const std::optional<absl::Duration> unit = UnitOf(text);
  return unit ? unit : Length(text);
}

std::optional<TypedTime> AsLength(absl::string_view text) {
  TypedTime typed;
  if (absl::ConsumePrefix(&text, "-")) {
    typed.length = Length(text);
  } else if (absl::ConsumePrefix(&text, "+")) {
    typed.length = Length(text);
    if (typed.length) typed.length = -*typed.length;
  } else if (const size_t space = text.rfind(' ');
             space != absl::string_view::npos && MeansAgo(text.substr(space + 1))) {
    typed.length = SpokenLength(text.substr(0, space));
  } else if (const std::optional<absl::string_view> ahead = LengthAhead(text)) {
    typed.length = SpokenLength(*ahead);
    if (typed.length) typed.length = -*typed.length;
  } else {
    typed.length = Length(text);
    typed.plain = true;
  }
  return typed.length ? std::optional<TypedTime>(typed) : std::nullopt;
}

// `14:05`, `9:00:30`, `2:05pm`, `2pm`, with another mark between figures too; nothing if it is not one.
std::optional<absl::Duration> Clock(absl::string_view word, char mark = ':') {
  const bool after_noon = absl::ConsumeSuffix(&word, "pm");
  const bool by_twelve = after_noon || absl::ConsumeSuffix(&word, "am");
  const std::vector<absl::string_view> parts = absl::StrSplit(word, mark);
  if (parts.size() < (by_twelve ? 1U : 2U) || parts.size() > 3) return std::nullopt;
  std::optional<int> hour = Number(parts[0], 2);
  const std::optional<int> minute = parts.size() > 1 ? Number(parts[1], 2) : 0;
  const std::optional<int> second = parts.size() > 2 ? Number(parts[2], 2) : 0;
  if (!hour || !minute || !second || (parts.size() > 1 && parts[1].size() != 2)) return std::nullopt;
  if (by_twelve) {
    if (*hour < 1 || *hour > 12) return std::nullopt;
    hour = *hour % 12 + (after_noon ? 12 : 0);  // 12am is midnight, 12pm noon
  }
  if (*hour > 23 || *minute > 59 || *second > 59) return std::nullopt;
  return absl::Hours(*hour) + absl::Minutes(*minute) + absl::Seconds(*second);
}

std::optional<TypedDay> Date(std::optional<int> year, std::optional<int> month, std::optional<int> day) {
  if (!month || !day) return std::nullopt;
  // Of a leap year, so that 29 February is a day as long as its year is not known.
  const absl::CivilDay checked(year.value_or(2024), *month, *day);
  if (checked.month() != *month || checked.day() != *day || year.value_or(2024) < 1800) return std::nullopt;
  TypedDay typed;
  typed.year = year;
  typed.month = month;
  typed.day = *day;
  return typed;
}

// Of four figures, or of two, which are of this century.
std::optional<TypedDay> DateOfYear(absl::string_view year, std::optional<int> month, std::optional<int> day) {
  std::optional<int> number = Number(year, 4);
  if (!number || (year.size() != 4 && year.size() != 2)) return std::nullopt;
  if (year.size() == 2) *number += 2000;
  std::optional<TypedDay> typed = Date(number, month, day);
  if (typed) typed->short_year = year.size() == 2;
  return typed;
}

// `28/11/2026`, `28-11-2026`, `11/28/2026`: in the order of the user's locale, unless it is a date in the
// other one only.
std::optional<TypedDay> SlashDate(const std::vector<absl::string_view>& parts, SlashOrder order) {
  if (parts[0].size() == 4) return Date(Number(parts[0], 4), Number(parts[1], 2), Number(parts[2], 2));
  const std::optional<int> first = Number(parts[0], 2), second = Number(parts[1], 2);
  std::optional<TypedDay> by_day = DateOfYear(parts[2], second, first);
  std::optional<TypedDay> by_month = DateOfYear(parts[2], first, second);
  if (!by_day || !by_month) return by_day ? by_day : by_month;
  by_day->in_either_order = order == SlashOrder::kUnknown && first != second;
  return order == SlashOrder::kMonthFirst ? by_month : by_day;
}

// `2026-11-28`, `28-11-2026`, `28.11.2026`, `28.11.26`, `28.11`, `28/11/2026`.
std::optional<TypedDay> NumericDate(absl::string_view word, SlashOrder slashes) {
  const std::vector<absl::string_view> by_slash = absl::StrSplit(word, '/');
  if (by_slash.size() == 3) return SlashDate(by_slash, slashes);
  const std::vector<absl::string_view> by_hyphen = absl::StrSplit(word, '-');
  // Of three pairs of figures, which is the year is anybody's guess.
  if (by_hyphen.size() == 3 && (by_hyphen[0].size() == 4 || by_hyphen[2].size() == 4)) {
    return SlashDate(by_hyphen, slashes);
  }
  const std::vector<absl::string_view> by_point = absl::StrSplit(word, '.');
  if (by_point.size() == 3) {
    return DateOfYear(by_point[2], Number(by_point[1], 2), Number(by_point[0], 2));
  }
  if (by_point.size() == 2) {
    std::optional<TypedDay> typed = Date(std::nullopt, Number(by_point[1], 2), Number(by_point[0], 2));
    if (typed) typed->could_be_clock = typed->day < 24;
    return typed;
  }
  return std::nullopt;
}

// `3 dec`, `december 3 2026`, `2026 3 желтоқсан`: a month by its name, a day, and maybe a year.
std::optional<TypedDay> NamedDate(const std::vector<absl::string_view>& words) {
  std::optional<int> year, month, day;
  for (const absl::string_view word : words) {
    if (const std::optional<int> named = MonthOf(word); named && !month) {
      month = named;
    } else if (word.size() == 4 && Number(word, 4) && !year) {
      year = Number(word, 4);
    } else if (Number(absl::StripSuffix(word, "."), 2) && !day) {
      day = Number(absl::StripSuffix(word, "."), 2);
    } else {
      return std::nullopt;
    }
  }
  return Date(year, month, day);
}

// `in 3 days`, `3 күн бұрын`, with a time of day beside it: so many whole days from today.
std::optional<TypedDay> DayByLength(const std::vector<absl::string_view>& words) {
  constexpr absl::Duration kDay = absl::Hours(24);
  const std::optional<TypedTime> length = AsLength(absl::StrJoin(words, " "));
  if (!length || length->plain || *length->length % kDay != absl::ZeroDuration()) return std::nullopt;
  TypedDay typed;
  typed.offset = static_cast<int>(-(*length->length / kDay));
  return typed;
}

std::optional<TypedDay> Day(const std::vector<absl::string_view>& words, SlashOrder slashes) {
  TypedDay typed;
  if (words.size() == 2 && (MeansNext(words.front()) || MeansLast(words.front()))) {
    typed.next = MeansNext(words.front());
    typed.last = !typed.next;
    typed.weekday = WeekdayOf(words.back());
    return typed.weekday ? std::optional<TypedDay>(typed) : std::nullopt;
  }
  if (const std::optional<TypedDay> by_length = DayByLength(words)) return by_length;
  if (words.size() != 1) return NamedDate(words);
  typed.offset = DayOffsetOf(words.front());
  typed.weekday = WeekdayOf(words.front());
  if (typed.offset || typed.weekday) return typed;
  return NumericDate(words.front(), slashes);
}

// Takes `11.30` for the time of day where it can be no day, or another word is the day.
void ReadPointClock(const std::vector<absl::string_view>& words, SlashOrder slashes, TypedTime& typed) {
  for (size_t i = words.size(); i-- > 0 && !typed.clock;) {
    const std::optional<absl::Duration> clock = Clock(words[i], '.');
    // Three of them are a date gone wrong.
    if (!clock || std::count(words[i].begin(), words[i].end(), '.') > 1) continue;
    std::vector<absl::string_view> rest = words;
    rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(i));
    typed.day = rest.empty() ? std::nullopt : Day(rest, slashes);
    if (rest.empty() || typed.day) typed.clock = clock;
  }
}

}  // namespace

std::optional<ImpossiblePart> FindImpossiblePart(absl::string_view text, SlashOrder slashes) {
  const auto figures = [](const std::vector<absl::string_view>& parts, size_t first, size_t last) {
    return parts.size() == 3 && parts[0].size() <= first && parts[2].size() <= last &&
           std::all_of(parts.begin(), parts.end(),
                       [](absl::string_view part) { return Number(part, 4).has_value(); });
  };
  const std::string normalised = Normalised(text);
  for (const absl::string_view word : absl::StrSplit(normalised, ' ', absl::SkipEmpty())) {
    const std::vector<absl::string_view> date = absl::StrSplit(word, absl::ByAnyChar("./-"));
    const bool dated =
        (figures(date, 2, 4) && date[2].size() == 4) || (figures(date, 4, 2) && date[0].size() == 4);
    if (dated && !NumericDate(word, slashes)) return ImpossiblePart{std::string(word), true};
    const std::vector<absl::string_view> clock = absl::StrSplit(word, ':');
    const bool timed =
        clock.size() == 2 && Number(clock[0], 2) && Number(clock[1], 2) && clock[1].size() == 2;
    if (timed && !Clock(word)) return ImpossiblePart{std::string(word), false};
  }
  return std::nullopt;
}

std::optional<TypedTime> ReadTime(absl::string_view text, SlashOrder slashes) {
  TypedTime typed;
  const std::string given(absl::StripAsciiWhitespace(text));
  absl::Time instant;
  // absl takes `infinite-future` for a time of any format.
  if (absl::StartsWith(given, "infinite")) return std::nullopt;
  // RFC 3339, also without seconds, and as tables show what stands for itself.
  for (const char* format : {absl::RFC3339_full, "%Y-%m-%d%ET%H:%M%Ez", "%Y-%m-%d %H:%M%Ez"}) {
    if (absl::ParseTime(format, given, &instant, nullptr)) {
      typed.instant = instant;
      return typed;
    }
  }
  std::string normalised = Normalised(text);
  if (MeansNow(normalised)) {
    typed.length = absl::ZeroDuration();
    return typed;
  }
  if (std::optional<TypedTime> length = AsLength(normalised)) return length;
  // 2026-11-28t14:05
  if (normalised.size() > 10 && normalised[10] == 't' && NumericDate(normalised.substr(0, 10), slashes)) {
    normalised[10] = ' ';
  }
  // 2 pm, 2 p.m.
  normalised =
      absl::StrReplaceAll(normalised, {{" a.m.", "am"}, {" p.m.", "pm"}, {" am", "am"}, {" pm", "pm"}});
  std::vector<absl::string_view> words;
  for (const absl::string_view word : absl::StrSplit(normalised, ' ', absl::SkipEmpty())) {
    if (const std::optional<absl::Duration> clock = Clock(word)) {
      if (typed.clock) return std::nullopt;
      typed.clock = clock;
    } else if (!IsFiller(word)) {
      words.push_back(word);
    }
  }
  if (!words.empty()) {
    typed.day = Day(words, slashes);
    if (!typed.day && typed.clock) return std::nullopt;
    if (!typed.day) ReadPointClock(words, slashes, typed);
  }
  if (!typed.day && !typed.clock) return std::nullopt;
  return typed;
}

}  // namespace arasha::clients
