#ifndef ARASHA_STORAGE_STATUS_H_
#define ARASHA_STORAGE_STATUS_H_

#include "absl/strings/string_view.h"

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "arasha/v1/errors.pb.h"

namespace arasha {

// A status that carries `google.rpc.ErrorInfo` with this reason as a payload. `message` is shown to the
// caller as it is: no SQL, no paths, no personal data.
absl::Status Refuse(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message);

// Adds `google.rpc.RetryInfo`: the same call may be sent again after `delay`.
absl::Status RetryAfter(absl::Status status, absl::Duration delay);

// The reason a status carries; UNSPECIFIED if none.
v1::ErrorReason ReasonOf(const absl::Status& status);

// Adds a key and value to the ErrorInfo's metadata.
absl::Status WithMetadata(absl::Status status, absl::string_view key, absl::string_view value);

}  // namespace arasha

#endif  // ARASHA_STORAGE_STATUS_H_
