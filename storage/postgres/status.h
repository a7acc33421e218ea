#ifndef ARASHA_STORAGE_POSTGRES_STATUS_H_
#define ARASHA_STORAGE_POSTGRES_STATUS_H_

#include <cstddef>
#include <string>

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

// Adds a key and value to the ErrorInfo's metadata. What is not the caller's and known to be short enough for
// all that stands beside it may have `most` bytes.
absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value,
                          size_t most = kMaxStatusText);

// The text, or as many of its characters as fit into `most` bytes with an ellipsis behind them.
std::string Shortened(absl::string_view text, size_t most);

}  // namespace arasha

#endif  // ARASHA_STORAGE_POSTGRES_STATUS_H_
