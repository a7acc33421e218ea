#include "storage/keys/key_errors.h"

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"

namespace arasha::storage {

absl::Status KeysUnavailable(absl::string_view detail) {
  absl::Status status =
      RetryAfter(Refuse(absl::StatusCode::kUnavailable, v1::ERROR_REASON_KEYS_UNAVAILABLE,
                        "the keys that protect personal data cannot be reached just now; try again"),
                 absl::Seconds(1));
  status.SetPayload(kDetailPayload, absl::Cord(detail));
  return status;
}

absl::Status DoesNotUnwrap(absl::string_view kek, absl::string_view context) {
  return Damaged(context,
                 absl::StrCat("the key of ", context, " was not wrapped by ", kek, ", or is damaged"));
}

}  // namespace arasha::storage
