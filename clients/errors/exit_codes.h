#ifndef ARASHA_CLIENTS_ERRORS_EXIT_CODES_H_
#define ARASHA_CLIENTS_ERRORS_EXIT_CODES_H_

#include <string>

#include "absl/status/status.h"

namespace arasha::clients {

// What the exit status of `arasha` tells a script. The values never change their meaning; their
// descriptions stand in the one table of exit_codes.cc, which `arasha help exit-codes` prints.
enum class ExitCode : int {
  kDone = 0,
  kInternal = 1,
  kUsage = 2,
  kInvalid = 3,
  kNotFound = 4,
  kDenied = 5,
  kConflict = 6,
  kPrecondition = 7,
  kUnavailable = 8,
  kConfiguration = 9,
  kTampered = 10,
  kCannotTell = 11,
  kInterrupted = 130,
};

// Exit code of a command that ended so. Tells errors of the client's own (local_error.h) from the
// server's.
ExitCode ExitCodeOf(const absl::Status& status);

// The table as text, one line per code, each indented by two blanks.
std::string ExitCodesText();

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_ERRORS_EXIT_CODES_H_
