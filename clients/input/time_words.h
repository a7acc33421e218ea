#ifndef ARASHA_CLIENTS_INPUT_TIME_WORDS_H_
#define ARASHA_CLIENTS_INPUT_TIME_WORDS_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace arasha::clients {

// Words of Kazakh, Russian and English that people write times with, whatever the language of the session.
// Months and days of the week are those of ICU, in all their forms and lengths; the rest is few and stands in
// the table of this file. Words are given in lower case, as Normalised() leaves them.

// In lower case, parted by single spaces, with the blanks of any kind and the commas that people put between.
std::string Normalised(absl::string_view typed);

// 1 to 12, of `декабря`, `dec`, `желтоқсан`.
std::optional<int> MonthOf(absl::string_view word);

// Of `monday`, `пт`, `сәрсенбі`.
std::optional<absl::Weekday> WeekdayOf(absl::string_view word);

// Days from today, of `today`, `вчера`, `ертең`.
std::optional<int> DayOffsetOf(absl::string_view word);

// Of `d`, `days`, `сағат`, `неделю`, `half an hour`.
std::optional<absl::Duration> UnitOf(absl::string_view word);

// `ago`, `назад`, `бұрын`.
bool MeansAgo(absl::string_view word);
// The length in `in 3 days`, `через неделю`, `3 күннен кейін`: what is so far ahead.
std::optional<absl::string_view> LengthAhead(absl::string_view text);
// `next`, `следующую`, `келесі`, before a day of the week.
bool MeansNext(absl::string_view word);
// `last`, `прошлую`, `өткен`, before a day of the week.
bool MeansLast(absl::string_view word);
// `now`, `сейчас`, `қазір`.
bool MeansNow(absl::string_view word);
// `at`, `в`, `г.`, `жылғы`: what says nothing of its own.
bool IsFiller(absl::string_view word);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_TIME_WORDS_H_
