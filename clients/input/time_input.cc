#include "clients/input/time_input.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "clients/input/time_words.h"
#include "clients/input/typed_time.h"
#include "clients/text/local_error.h"
#include "clients/text/times.h"

namespace arasha::clients {
namespace {

// What is due at once is so by then: the server takes only what is to come.
constexpr absl::Duration kAtOnce = absl::Minutes(1);

// The server's clock, whose times people give back, may be before this one.
constexpr absl::Duration kClocksDiffer = absl::Minutes(1);

bool LooksAhead(TimeUse use) {
  return use == TimeUse::kExpiry || use == TimeUse::kComing || use == TimeUse::kDue;
}

// That it has the form of a day or of a time of day, but is none; OK if it has neither.
absl::Status Impossible(absl::string_view typed, SlashOrder slashes) {
  const std::optional<ImpossiblePart> part = FindImpossiblePart(typed, slashes);
  if (!part) return absl::OkStatus();
  return UsageError(part->day ? "usage.no_such_day" : "usage.no_such_clock", {{"text", part->text}});
}

absl::Status NoTime(absl::string_view typed, TimeUse use, SlashOrder slashes) {
  if (absl::Status s = Impossible(typed, slashes); !s.ok()) return s;
  return UsageError(LooksAhead(use) ? "usage.coming_time" : "usage.time", {{"text", std::string(typed)}});
}

// The first instant of the day, where the clock was changed at midnight too.
absl::Time StartOf(absl::CivilDay day, const absl::TimeZone& zone) {
  const absl::TimeZone::TimeInfo midnight = zone.At(absl::CivilSecond(day));
  return midnight.kind == absl::TimeZone::TimeInfo::SKIPPED ? midnight.trans : midnight.pre;
}

// The day with this time on it, or all of it.
absl::StatusOr<absl::Time> On(absl::CivilDay day, const TypedTime& typed, absl::string_view text, TimeUse use,
                              const absl::TimeZone& zone) {
  if (!typed.clock) {
    switch (use) {
      case TimeUse::kHappened:
        return UsageError("usage.time_of_day", {{"text", std::string(text)},
                                                {"example", absl::StrCat(Normalised(text), " 14:05")}});
      case TimeUse::kSince:
      case TimeUse::kBefore:
      case TimeUse::kComing:
      case TimeUse::kDue:
        return StartOf(day, zone);
      case TimeUse::kUntil:
      case TimeUse::kExpiry:
        return StartOf(day + 1, zone) - absl::Microseconds(1);
    }
  }
  const absl::CivilSecond at = absl::CivilSecond(day) + absl::ToInt64Seconds(*typed.clock);
  const absl::TimeZone::TimeInfo local = zone.At(at);
  if (local.kind == absl::TimeZone::TimeInfo::UNIQUE) return local.pre;
  return UsageError(
      local.kind == absl::TimeZone::TimeInfo::SKIPPED ? "usage.time_skipped" : "usage.time_repeated",
      {{"text", std::string(text)},
       {"before", LocalText(local.pre, zone)},
       {"after", LocalText(local.post, zone)}});
}

// The day of `next friday`: of the next week. One that is still to come in this week some mean by it, too.
absl::StatusOr<absl::CivilDay> NextSuch(absl::Weekday weekday, absl::CivilDay today, absl::string_view text) {
  const absl::CivilDay coming = absl::NextWeekday(today, weekday);
  if (coming >= absl::NextWeekday(today, absl::Weekday::monday)) return coming;
  return UsageError("usage.next_weekday", {{"text", std::string(text)},
                                           {"this", absl::FormatCivilTime(coming)},
                                           {"next", absl::FormatCivilTime(coming + 7)}});
}

// The day of `last friday`: of the week before. One that has passed in this week some mean by it, too.
absl::StatusOr<absl::CivilDay> LastSuch(absl::Weekday weekday, absl::CivilDay today, absl::string_view text) {
  const absl::CivilDay passed = absl::PrevWeekday(today, weekday);
  if (passed < absl::PrevWeekday(today + 1, absl::Weekday::monday)) return passed;
  return UsageError("usage.next_weekday", {{"text", std::string(text)},
                                           {"this", absl::FormatCivilTime(passed)},
                                           {"next", absl::FormatCivilTime(passed - 7)}});
}

// A day that may be one of two is none to hang a deadline on.
absl::Status CheckRead(const std::optional<TypedTime>& typed, absl::string_view text) {
  if (typed && typed->day && typed->day->in_either_order) {
    const TypedDay& day = *typed->day;
    return UsageError("usage.slash_date",
                      {{"text", std::string(text)},
                       {"this", absl::FormatCivilTime(absl::CivilDay(*day.year, *day.month, day.day))},
                       {"next", absl::FormatCivilTime(absl::CivilDay(*day.year, day.day, *day.month))}});
  }
  return absl::OkStatus();
}

// Days that it may be, the nearest in the direction of the use first.
absl::StatusOr<std::vector<absl::CivilDay>> Candidates(const TypedDay& typed, absl::CivilDay today,
                                                       TimeUse use, absl::string_view text) {
  using Days = std::vector<absl::CivilDay>;
  const int64_t step = LooksAhead(use) ? 1 : -1;
  if (typed.offset) return Days{today + *typed.offset};
  if (typed.next || typed.last) {
    const absl::StatusOr<absl::CivilDay> day =
        typed.next ? NextSuch(*typed.weekday, today, text) : LastSuch(*typed.weekday, today, text);
    if (!day.ok()) return day.status();
    return Days{*day};
  }
  if (typed.weekday) {
    absl::CivilDay day = today;
    while (absl::GetWeekday(day) != *typed.weekday) day += step;
    return Days{day, day + 7 * step};
  }
  if (typed.year) return Days{absl::CivilDay(*typed.year, *typed.month, typed.day)};
  // 29 February has its like four years later, or eight.
  Days days;
  for (int64_t i = 0; i <= 8; ++i) {
    const absl::CivilDay day(today.year() + i * step, *typed.month, typed.day);
    if (day.day() == typed.day) days.push_back(day);
  }
  return days;
}

absl::Status Ahead(absl::string_view text) {
  return UsageError("usage.time_ahead", {{"text", std::string(text)}});
}

// The instant, on whichever side of now it lies.
absl::StatusOr<absl::Time> InstantOf(absl::string_view text, TimeUse use, absl::Time now,
                                     const ZoneSource& zone_source, SlashOrder slashes) {
  const std::optional<TypedTime> typed = ReadTime(text, slashes);
  if (const absl::Status read = CheckRead(typed, text); !read.ok()) return read;
  if (!typed || (typed->day && typed->day->could_be_clock && !typed->clock)) {
    return NoTime(text, use, slashes);
  }
  if (typed->instant) return *typed->instant;
  if (typed->length) {
    const bool ahead = *typed->length < absl::ZeroDuration() || (typed->plain && LooksAhead(use));
    if (!ahead) return now - *typed->length;
    if (!LooksAhead(use)) return Ahead(text);
    return now + absl::AbsDuration(*typed->length);
  }
  if (typed->day && typed->day->next && !LooksAhead(use)) return Ahead(text);
  const absl::StatusOr<absl::TimeZone> zone = zone_source();
  if (!zone.ok()) return zone.status();
  const absl::CivilDay today = absl::ToCivilDay(now, *zone);
  absl::StatusOr<std::vector<absl::CivilDay>> days =
      Candidates(typed->day.value_or(TypedDay{.offset = 0}), today, use, text);
  if (!days.ok()) return days.status();
  // A time of day alone that has passed today.
  if (!typed->day && LooksAhead(use)) days->push_back(today + 1);
  absl::StatusOr<absl::Time> at = NoTime(text, use, slashes);
  for (const absl::CivilDay day : *days) {
    if (use == TimeUse::kDue && !typed->clock && day == today) return now + kAtOnce;
    at = On(day, *typed, text, use, *zone);
    if (!at.ok() && typed->clock) return at;
    // What has begun is past, though its end be to come.
    const bool whole_day = !typed->clock && !LooksAhead(use);
    const bool past = (whole_day ? StartOf(day, *zone) : *at) <= now;
    if (past != LooksAhead(use)) return at;
  }
  // On the other side of now, as a date with its year may be.
  return at;
}

}  // namespace

absl::StatusOr<absl::Time> ParseTime(absl::string_view text, TimeUse use, absl::Time now,
                                     const ZoneSource& zone_source, SlashOrder slashes) {
  absl::StatusOr<absl::Time> instant = InstantOf(text, use, now, zone_source, slashes);
  // An empty list would tell that nothing happened; all else the server judges.
  if (use == TimeUse::kSince && instant.ok() && *instant > now + kClocksDiffer) return Ahead(text);
  return instant;
}

absl::StatusOr<absl::CivilDay> ParseDay(absl::string_view text, DayUse use, absl::Time now,
                                        const ZoneSource& zone_source, SlashOrder slashes) {
  const std::optional<TypedTime> typed = ReadTime(text, slashes);
  if (const absl::Status read = CheckRead(typed, text); !read.ok()) return read;
  const bool plain_day = typed && typed->day && !typed->clock;
  const bool length = typed && typed->length && (!typed->plain || use == DayUse::kPast);
  if (!plain_day && !length) {
    if (absl::Status s = Impossible(text, slashes); !s.ok()) return s;
    return UsageError("usage.date", {{"text", std::string(text)}});
  }
  if (plain_day && typed->day->short_year && use == DayUse::kAny) {
    return UsageError("usage.short_year", {{"text", std::string(text)}});
  }
  if (plain_day && typed->day->year) {
    return absl::CivilDay(*typed->day->year, *typed->day->month, typed->day->day);
  }
  if (plain_day && !typed->day->offset && !typed->day->next && !typed->day->last && use == DayUse::kAny) {
    return UsageError("usage.whole_date", {{"text", std::string(text)}});
  }
  const absl::StatusOr<absl::TimeZone> zone = zone_source();
  if (!zone.ok()) return zone.status();
  if (length) return absl::ToCivilDay(now - *typed->length, *zone);
  const absl::CivilDay today = absl::ToCivilDay(now, *zone);
  const absl::StatusOr<std::vector<absl::CivilDay>> days =
      Candidates(*typed->day, today, TimeUse::kSince, text);
  if (!days.ok()) return days.status();
  for (const absl::CivilDay day : *days) {
    if (day <= today) return day;
  }
  return days->back();  // as it was named: tomorrow, next monday
}

bool LooksLikeTime(absl::string_view typed) {
  return ReadTime(typed, SlashOrder::kUnknown).has_value() ||
         FindImpossiblePart(typed, SlashOrder::kUnknown).has_value();
}

}  // namespace arasha::clients
