#ifndef ARASHA_STORAGE_POSTGRES_STATUS_H_
#define ARASHA_STORAGE_POSTGRES_STATUS_H_

#include <cstddef>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/errors.pb.h"

namespace arasha {

// A status that carries `google.rpc.ErrorInfo` with this reason as a payload. `message` is shown to the
// caller as it is: no SQL, no paths, no personal data. Here and in metadata, what is longer than
// kMaxStatusText is shortened, for it may repeat what the caller sent, and gRPC's clients take no more than 8
// KiB beside an answer.
inline constexpr size_t kMaxStatusText = 500;
absl::Status Refuse(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message);

// Adds `google.rpc.RetryInfo`: the same call may be sent again after `delay`.
absl::Status RetryAfter(absl::Status status, absl::Duration delay);

// The reason a status carries; UNSPECIFIED if none.
v1::ErrorReason ReasonOf(const absl::Status& status);

// Adds a key and value to the ErrorInfo's metadata.
absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value);

// The text, or as many of its characters as fit into `most` bytes with an ellipsis behind them.
std::string Shortened(absl::string_view text, size_t most);

}  // namespace arasha

// RETURN_IF_ERROR(expression of absl::Status): returns what went wrong, if anything did.
#define RETURN_IF_ERROR(...)                                               \
  do {                                                                     \
    if (absl::Status arasha_status = (__VA_ARGS__); !arasha_status.ok()) { \
      return arasha_status;                                                \
    }                                                                      \
  } while (false)

// ASSIGN_OR_RETURN(auto key, expression of absl::StatusOr): a variable of the value, or returns what went
// wrong. It is several statements, and not for an `if` without braces.
#define ASSIGN_OR_RETURN(variable, ...) \
  ARASHA_ASSIGN_OR_RETURN(ARASHA_JOINED(arasha_status_or_, __LINE__), variable, __VA_ARGS__)
#define ARASHA_ASSIGN_OR_RETURN(status_or, variable, ...)    \
  auto status_or = (__VA_ARGS__);                            \
  if (!status_or.ok()) return std::move(status_or).status(); \
  variable = *std::move(status_or)
#define ARASHA_JOINED(left, right) ARASHA_JOINED_NOW(left, right)
#define ARASHA_JOINED_NOW(left, right) left##right

#endif  // ARASHA_STORAGE_POSTGRES_STATUS_H_
