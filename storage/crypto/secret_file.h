#ifndef ARASHA_STORAGE_CRYPTO_SECRET_FILE_H_
#define ARASHA_STORAGE_CRYPTO_SECRET_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace arasha::storage {

// The bytes of a file that holds a secret; the caller wipes them. FAILED_PRECONDITION, naming the file and
// what is wrong with it, if it is missing, is no regular file, belongs to another user than ours or root, can
// be read or written by others than its owner, or is longer than any secret of ours (1 KiB).
absl::StatusOr<std::string> ReadSecretFile(const std::string& path);

// Makes a file of mode 0400 with these bytes in it, and sees to it that it survives a loss of power.
// FAILED_PRECONDITION, naming it and what went wrong, also if it exists.
absl::Status WriteSecretFile(const std::string& path, absl::string_view bytes);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CRYPTO_SECRET_FILE_H_
