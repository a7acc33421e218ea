#include "clients/input/time_words.h"

#include <unicode/dtfmtsym.h>
#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <map>

#include "absl/strings/strip.h"

namespace arasha::clients {
namespace {

using Numbers = std::map<std::string, int, std::less<>>;

std::string Utf8(const icu::UnicodeString& text) {
  std::string utf8;
  text.toUTF8String(utf8);
  return utf8;
}

// Names as `give` has them of the symbols of each language, in every form and length, numbered from 0.
template <typename Give>
Numbers Names(Give give) {
  Numbers names;
  for (const char* language : {"kk", "ru", "en"}) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::DateFormatSymbols symbols(icu::Locale(language), error);
    if (U_FAILURE(error)) continue;
    for (const auto form : {icu::DateFormatSymbols::FORMAT, icu::DateFormatSymbols::STANDALONE}) {
      for (const auto length : {icu::DateFormatSymbols::WIDE, icu::DateFormatSymbols::ABBREVIATED}) {
        int32_t count = 0;
        const icu::UnicodeString* given = give(symbols, count, form, length);
        for (int32_t i = 0; i < count; ++i) {
          const std::string name = Normalised(Utf8(given[i]));
          if (!name.empty()) names.emplace(absl::StripSuffix(name, "."), i);
        }
      }
    }
  }
  return names;
}

// ICU has these not: other cases of nouns, and shorter forms in use.
const Numbers& Months() {
  static const Numbers months = [] {
    Numbers names = Names([](const icu::DateFormatSymbols& symbols, int32_t& count, auto form, auto length) {
      return symbols.getMonths(count, form, length);
    });
    names.insert({{"sept", 8}, {"сен", 8}, {"нояб", 10}, {"ноя", 10}, {"фев", 1}});
    return names;
  }();
  return months;
}

const Numbers& Weekdays() {
  static const Numbers weekdays = [] {
    Numbers names = Names([](const icu::DateFormatSymbols& symbols, int32_t& count, auto form, auto length) {
      return symbols.getWeekdays(count, form, length);
    });
    names.insert({{"среду", 4}, {"пятницу", 6}, {"субботу", 7}, {"tues", 3}, {"thur", 5}, {"thurs", 5}});
    return names;
  }();
  return weekdays;
}

const Numbers& DayOffsets() {
  static const Numbers days = {{"today", 0},  {"yesterday", -1}, {"tomorrow", 1},  {"сегодня", 0},
                               {"вчера", -1}, {"завтра", 1},     {"бүгін", 0},     {"кеше", -1},
                               {"ертең", 1},  {"позавчера", -2}, {"алдыңгүні", -2}};
  return days;
}

const std::map<std::string, absl::Duration, std::less<>>& Units() {
  static const std::map<std::string, absl::Duration, std::less<>> units = [] {
    std::map<std::string, absl::Duration, std::less<>> all;
    const auto add = [&](absl::Duration unit, std::initializer_list<const char*> words) {
      for (const char* word : words) all.emplace(word, unit);
    };
    add(absl::Hours(24 * 7), {"w", "week", "weeks", "нед", "неделя", "неделю", "недели", "недель", "апта"});
    add(absl::Hours(24), {"d", "day", "days", "д", "дн", "день", "дня", "дней", "сутки", "суток", "күн"});
    add(absl::Hours(1), {"h", "hour", "hours", "hr", "hrs", "ч", "час", "часа", "часов", "сағ", "сағат"});
    // As one says them without a number.
    add(absl::Hours(24 * 7), {"a week", "бір апта"});
    add(absl::Hours(24), {"a day", "бір күн"});
    add(absl::Hours(1), {"an hour", "бір сағат"});
    add(absl::Minutes(30), {"half an hour", "half hour", "полчаса", "жарты сағат", "жарты сағ"});
    add(absl::Minutes(1), {"m", "min", "minute", "minutes", "мин", "минута", "минуту", "минуты", "минут"});
    add(absl::Seconds(1),
        {"s", "sec", "second", "seconds", "с", "сек", "секунда", "секунду", "секунды", "секунд"});
    return all;
  }();
  return units;
}

// Kazakh says on which day, or in which month, by an ending: дүйсенбіде, желтоқсанда.
absl::string_view WithoutLocative(absl::string_view word) {
  for (const absl::string_view ending : {"да", "де", "та", "те", "ның", "нің", "дың", "дің"}) {
    if (absl::ConsumeSuffix(&word, ending)) break;
  }
  return word;
}

std::optional<int> Find(const Numbers& names, absl::string_view word) {
  word = absl::StripSuffix(word, ".");
  for (const absl::string_view form : {word, WithoutLocative(word)}) {
    if (const auto found = names.find(form); found != names.end()) return found->second;
  }
  return std::nullopt;
}

}  // namespace

std::string Normalised(absl::string_view typed) {
  icu::UnicodeString text = icu::UnicodeString::fromUTF8({typed.data(), static_cast<int32_t>(typed.size())});
  text.toLower(icu::Locale::getRoot());
  icu::UnicodeString parted;
  for (int32_t i = 0; i < text.length(); ++i) {
    const char16_t unit = text[i];
    if (unit != u',' && !u_isUWhiteSpace(unit)) {
      parted.append(unit);
    } else if (!parted.isEmpty() && parted[parted.length() - 1] != u' ') {
      parted.append(u' ');
    }
  }
  return Utf8(parted.trim());
}

std::optional<int> MonthOf(absl::string_view word) {
  const std::optional<int> month = Find(Months(), word);
  return month ? std::optional<int>(*month + 1) : std::nullopt;
}

std::optional<absl::Weekday> WeekdayOf(absl::string_view word) {
  const std::optional<int> day = Find(Weekdays(), word);  // ICU counts from 1, Sunday; absl from 0, Monday.
  if (!day) return std::nullopt;
  return static_cast<absl::Weekday>((*day + 5) % 7);
}

std::optional<int> DayOffsetOf(absl::string_view word) {
  const auto found = DayOffsets().find(word);
  return found == DayOffsets().end() ? std::nullopt : std::optional<int>(found->second);
}

std::optional<absl::Duration> UnitOf(absl::string_view word) {
  const auto found = Units().find(absl::StripSuffix(word, "."));
  return found == Units().end() ? std::nullopt : std::optional<absl::Duration>(found->second);
}

bool MeansAgo(absl::string_view word) { return word == "ago" || word == "назад" || word == "бұрын"; }

std::optional<absl::string_view> LengthAhead(absl::string_view text) {
  for (const absl::string_view before : {"in ", "через "}) {
    if (absl::ConsumePrefix(&text, before)) return text;
  }
  for (const absl::string_view after : {" кейін", " соң"}) {
    if (!absl::ConsumeSuffix(&text, after)) continue;
    // күннен, сағаттан; what is shortened has no ending.
    for (const absl::string_view ending : {"нан", "нен", "тан", "тен", "дан", "ден"}) {
      if (absl::ConsumeSuffix(&text, ending)) break;
    }
    return text;
  }
  return std::nullopt;
}

bool MeansNext(absl::string_view word) {
  return word == "next" || word == "следующий" || word == "следующая" || word == "следующую" ||
         word == "следующее" || word == "келесі";
}

bool MeansLast(absl::string_view word) {
  return word == "last" || word == "прошлый" || word == "прошлая" || word == "прошлую" || word == "прошлое" ||
         word == "өткен";
}

bool MeansNow(absl::string_view word) { return word == "now" || word == "сейчас" || word == "қазір"; }

bool IsFiller(absl::string_view word) {
  for (const absl::string_view filler :
       {"at", "on", "the", "of", "в", "во", "г", "г.", "года", "ж", "ж.", "жыл", "жылғы", "жылы", "сағат"}) {
    if (word == filler) return true;
  }
  return false;
}

}  // namespace arasha::clients
