#ifndef ARASHA_CLIENTS_INPUT_TIME_INPUT_H_
#define ARASHA_CLIENTS_INPUT_TIME_INPUT_H_

#include <functional>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/input/slash_order.h"

// Times as people write them in Kazakh, Russian and English; `arasha help times` shows the notations:
//
//   RFC 3339 · now · -2h, 2h ago, 2 часа назад, 2 сағат бұрын, half an hour ago
//   +2h, in 2 hours, через 2 часа, 2 сағаттан кейін
//   a time of day (14:05, 14.05 where it can be no day, or 2:05 pm, today's), a day with or without it, in
//   any order:
//     2026-11-28 · 28.11.2026, 28.11.26 · today, yesterday · a day of the week, next monday, last monday ·
//     3 December, 3 декабря 2026, 3 желтоқсан · 28.11, beside a time of day or where it can be none ·
//     28/11/2026, 28-11-2026, in the order of the user's locale · in 3 days, beside a time of day
//
// A day of 24 hours is a unit, `1d`; a calendar day is named. Two figures of a year are of this century;
// where that may be wrong, as of a birth, they are refused, and so are dates with slashes or hyphens in an
// order that is not known.
namespace arasha::clients {

// What the time is for.
enum class TimeUse {
  // Something happened. A day alone is refused (usage.time_of_day): deadlines hang on the hour, and none is
  // made up. Days of the week and dates without their year are the last such; a length, `2h`, is so long ago.
  kHappened,
  // The beginning of a period: a day alone begins with it, and what lies ahead is refused, for nothing can
  // have
  // happened since then. Otherwise as kHappened.
  kSince,
  // The end of a period that is left out: a day alone is not in it. Otherwise as kHappened.
  kBefore,
  // The end of a period: a day alone is meant whole. Otherwise as kHappened.
  kUntil,
  // Until when something is to hold: a day alone is meant whole; days of the week, dates without their year
  // and times of day alone are the next such; a length, `14d` or `+14d`, is so far ahead.
  kExpiry,
  // The same, but a day alone begins with it: what is due before then.
  kComing,
  // From when on something is due. As kComing, but a day alone that is today, which has begun, means at once.
  kDue,
};

// The zone of what has no offset of its own; asked only then, for it may take a call.
using ZoneSource = std::function<absl::StatusOr<absl::TimeZone>()>;

// The instant that a person typed. A usage error if it is none, and if the zone's clock skipped it or showed
// it twice, since deadlines hang on it.
absl::StatusOr<absl::Time> ParseTime(absl::string_view typed, TimeUse use, absl::Time now,
                                     const ZoneSource& zone, SlashOrder slashes = SlashOrder::kUnknown);

// What the day is for.
enum class DayUse {
  // It may be past or to come: without its whole year, or as a day of the week, it is refused
  // (usage.whole_date, usage.short_year).
  kAny,
  // The edge of a period, which lies in the past: those are the last such, which today may be; a
  // length, `7d`, is so long ago.
  kPast,
};

// The day that a person typed, for what has no time of day; also `-3d` and `+3d`.
absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view typed, DayUse use, absl::Time now,
                                        const ZoneSource& zone, SlashOrder slashes = SlashOrder::kUnknown);

// Whether either would take it, or would but for a day or an hour that there is not.
bool LooksLikeTime(absl::string_view typed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_TIME_INPUT_H_
