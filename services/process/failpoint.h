#ifndef ARASHA_SERVICES_PROCESS_FAILPOINT_H_
#define ARASHA_SERVICES_PROCESS_FAILPOINT_H_

#include <csignal>
#include <cstdlib>

#include "absl/strings/string_view.h"

namespace arasha::server {

// A place where a test may have the process killed at once: the one that the variable ARASHA_FAILPOINT names.
// Only in builds with tests.
inline void Failpoint([[maybe_unused]] absl::string_view name) {
#ifdef ARASHA_FAILPOINTS
  const char* wanted = std::getenv("ARASHA_FAILPOINT");
  if (wanted != nullptr && name == wanted) std::raise(SIGKILL);
#endif
}

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_FAILPOINT_H_
