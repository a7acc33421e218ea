#ifndef ARASHA_STORAGE_KEYS_KEY_ERRORS_H_
#define ARASHA_STORAGE_KEYS_KEY_ERRORS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace arasha::storage {

// UNAVAILABLE (KEYS_UNAVAILABLE), to be tried again. `detail`, which may name files and keys, is for the log.
absl::Status KeysUnavailable(absl::string_view detail);

// DATA_LOSS: a wrapped key was damaged, or comes from elsewhere.
absl::Status DoesNotUnwrap(absl::string_view kek, absl::string_view context);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_KEYS_KEY_ERRORS_H_
