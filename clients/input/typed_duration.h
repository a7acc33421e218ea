#ifndef ARASHA_CLIENTS_INPUT_TYPED_DURATION_H_
#define ARASHA_CLIENTS_INPUT_TYPED_DURATION_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace arasha::clients {

// `P3DT4H` of `3d 4h`, `3 дня 4 часа`, `3 күн 4 сағат`, `1 year 6 months`, or of itself: a length of time as
// people write it, in the form of the API. Nothing for what it does not take.
std::optional<std::string> TypedDuration(absl::string_view typed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_TYPED_DURATION_H_
