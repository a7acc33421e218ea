#ifndef ARASHA_CLIENTS_INPUT_TYPED_TIME_H_
#define ARASHA_CLIENTS_INPUT_TYPED_TIME_H_

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "clients/input/slash_order.h"

namespace arasha::clients {

// A day as it was typed: one of a date, with or without its year, a day of the week, and so many days from
// today.
struct TypedDay {
  std::optional<int> year = {};
  std::optional<int> month = {};
  int day = 0;
  std::optional<absl::Weekday> weekday = {};
  bool next = false;  // `next monday`
  bool last = false;  // `last monday`
  // `12.11`: without a time of day beside it, it could be one itself.
  bool could_be_clock = false;
  // `28.11.26`: the year is of this century, if of either.
  bool short_year = false;
  // `3/12/2026`: a date in either order, and none is known to be meant.
  bool in_either_order = false;
  std::optional<int> offset = {};
};

struct TypedTime {
  // Set if it is an instant as it stands.
  std::optional<absl::Time> instant;
  // So long ago, or, if negative, so far ahead; `plain` if it does not say which.
  std::optional<absl::Duration> length;
  bool plain = false;

  std::optional<TypedDay> day;
  // Since midnight, by the clock.
  std::optional<absl::Duration> clock;
};

// What was typed, in any notation of time_input.h, before it is known which instant it is; nothing if it is
// in none of them.
std::optional<TypedTime> ReadTime(absl::string_view text, SlashOrder slashes);

// What of the text has the form of a date or of a time of day and is none, `31.02.2026` or `25:00`.
struct ImpossiblePart {
  std::string text;
  bool day = false;
};
std::optional<ImpossiblePart> FindImpossiblePart(absl::string_view text, SlashOrder slashes);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_TYPED_TIME_H_
