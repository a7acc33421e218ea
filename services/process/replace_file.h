#ifndef ARASHA_SERVICES_PROCESS_REPLACE_FILE_H_
#define ARASHA_SERVICES_PROCESS_REPLACE_FILE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace arasha::server {

// Makes a file, or puts it in the place of one, at once and on disk: a reader sees the old content or the new
// one, also after a loss of power. FAILED_PRECONDITION, naming the path, if it cannot.
absl::Status ReplaceFile(const std::string& path, absl::string_view content, unsigned mode);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_REPLACE_FILE_H_
