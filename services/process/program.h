#ifndef ARASHA_SERVICES_PROCESS_PROGRAM_H_
#define ARASHA_SERVICES_PROCESS_PROGRAM_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace arasha::server {

// Runs a program, found by PATH, without a shell: nothing to read, its output thrown away, without our GIT_
// variables. Returns its exit code. UNAVAILABLE if it cannot be started; DEADLINE_EXCEEDED, and it is killed,
// if it takes longer than `limit`.
absl::StatusOr<int> RunProgram(const std::vector<std::string>& arguments, absl::Duration limit);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_PROGRAM_H_
