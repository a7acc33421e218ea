#ifndef ARASHA_CLIENTS_ERRORS_FAILURE_H_
#define ARASHA_CLIENTS_ERRORS_FAILURE_H_

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "clients/errors/exit_codes.h"

namespace arasha::clients {

// Paths of request fields, as the server's violations name them, with the flags that set them. A path
// stands for what lies below it as well. `filter=closd` is of the field only where that is the value at
// fault.
using FieldFlags = std::map<std::string, std::string>;

// What went wrong, taken apart for printing.
struct Failure {
  struct Violation {
    // Path in the request, `case.details.place_of_detention`.
    std::string field;
    // What the user would change, `--set place_of_detention=…`; empty if unknown.
    std::string flag;
    // The server's words, English.
    std::string description;
    // What is wrong, `too_long`, and what its wording needs; empty if the server did not say.
    std::string problem = {};
    std::map<std::string, std::string> parameters = {};
    // What the reader calls the field, and what it may be; empty if that is not looked up.
    std::string name = {};
  };

  ExitCode exit_code;
  // Canonical code, `NOT_FOUND`.
  std::string code;
  // An ErrorReason without its prefix; the key of a message for a local error; else empty.
  std::string reason;
  // The server's words; empty for a local error.
  std::string message;
  std::vector<Violation> violations;
  // Of the server's ErrorInfo, or a local error's parameters.
  std::map<std::string, std::string> metadata;
  // Found, or put into words, by the client itself.
  bool local = false;
  // Whether it is certain that nothing reached the server.
  bool unsent = false;
  // Whether the server had answered by the connection before it was lost.
  bool cut_off = false;
};

// Takes a failed status of Api or of local_error.h apart.
Failure FailureOf(const absl::Status& status, const FieldFlags& flags);

// The refusal with what it says of these fields alone; OK if it says nothing but of others.
absl::Status OnlyOf(const absl::Status& refusal, const std::function<bool(const std::string& field)>& fields);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_ERRORS_FAILURE_H_
