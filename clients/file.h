#ifndef ARASHA_CLIENTS_FILE_H_
#define ARASHA_CLIENTS_FILE_H_

#include <string>
#include "absl/strings/string_view.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace arasha::clients {

// The whole of a file; the message of an error is the system's (`No such file or directory`), its code
// NOT_FOUND when there is no such file.
absl::StatusOr<std::string> ReadFile(const std::string& path);

// Replaces a file, readable by its owner only, in one step: whoever reads it finds the old content or
// the new, also after a loss of power. Makes the directory, mode 0700, if there is none.
absl::Status ReplaceFile(const std::string& path, absl::string_view content);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_FILE_H_
