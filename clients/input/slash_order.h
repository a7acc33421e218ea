#ifndef ARASHA_CLIENTS_INPUT_SLASH_ORDER_H_
#define ARASHA_CLIENTS_INPUT_SLASH_ORDER_H_

#include "absl/strings/string_view.h"

namespace arasha::clients {

// How dates with slashes are read.
enum class SlashOrder {
  // As they can be read in one order only; others are refused.
  kUnknown,
  kDayFirst,
  kMonthFirst,
};

// The order of a locale of POSIX, `en_GB.UTF-8`, as ICU knows it; kUnknown for C, POSIX and what there is
// not.
SlashOrder SlashOrderOf(absl::string_view locale);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_SLASH_ORDER_H_
