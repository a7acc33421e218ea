#include "clients/errors/exit_codes.h"

#include <optional>

#include "absl/strings/str_format.h"
#include "clients/text/local_error.h"

namespace arasha::clients {
namespace {

struct Row {
  ExitCode code;
  const char* meaning;
};

constexpr Row kTable[] = {
    {ExitCode::kDone, "done"},
    {ExitCode::kInternal,
     "internal error, of the client or of the server, or a damaged record (INTERNAL, UNKNOWN, UNIMPLEMENTED, "
     "DATA_LOSS)"},
    {ExitCode::kUsage, "wrong usage: unknown option, malformed value; nothing was sent"},
    {ExitCode::kInvalid, "the server refused a field (INVALID_ARGUMENT, OUT_OF_RANGE)"},
    {ExitCode::kNotFound, "no such resource, or none that you may know of (NOT_FOUND)"},
    {ExitCode::kDenied, "not permitted, or not known (PERMISSION_DENIED, UNAUTHENTICATED)"},
    {ExitCode::kConflict, "someone else changed it meanwhile (ABORTED, ALREADY_EXISTS)"},
    {ExitCode::kPrecondition, "the case's state does not allow it (FAILED_PRECONDITION)"},
    {ExitCode::kUnavailable,
     "no answer in time (UNAVAILABLE, DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED); a repeat with the same "
     "--request-id is safe"},
    {ExitCode::kConfiguration,
     "certificate, key, contexts or another file that it reads missing or unusable; nothing was sent"},
    {ExitCode::kTampered, "the audit log, a row of the register or a report is not what the signed log says"},
    {ExitCode::kCannotTell,
     "the audit log or a report cannot be checked: a file damaged or incomplete, a signer unknown, witnesses "
     "or rows missing"},
    {ExitCode::kInterrupted, "interrupted (SIGINT, CANCELLED)"},
};

}  // namespace

ExitCode ExitCodeOf(const absl::Status& status) {
  if (const std::optional<LocalError> local = LocalErrorOf(status)) {
    switch (local->kind) {
      case LocalError::Kind::kUsage:
        return ExitCode::kUsage;
      case LocalError::Kind::kConfiguration:
        return ExitCode::kConfiguration;
      case LocalError::Kind::kTampered:
        return ExitCode::kTampered;
      case LocalError::Kind::kCannotTell:
        return ExitCode::kCannotTell;
      case LocalError::Kind::kRefused:
        break;  // By its code.
    }
  }
  switch (status.code()) {
    case absl::StatusCode::kOk:
      return ExitCode::kDone;
    case absl::StatusCode::kInvalidArgument:
    case absl::StatusCode::kOutOfRange:
      return ExitCode::kInvalid;
    case absl::StatusCode::kNotFound:
      return ExitCode::kNotFound;
    case absl::StatusCode::kPermissionDenied:
    case absl::StatusCode::kUnauthenticated:
      return ExitCode::kDenied;
    case absl::StatusCode::kAborted:
    case absl::StatusCode::kAlreadyExists:
      return ExitCode::kConflict;
    case absl::StatusCode::kFailedPrecondition:
      return ExitCode::kPrecondition;
    case absl::StatusCode::kUnavailable:
    case absl::StatusCode::kDeadlineExceeded:
    case absl::StatusCode::kResourceExhausted:
      return ExitCode::kUnavailable;
    case absl::StatusCode::kCancelled:
      return ExitCode::kInterrupted;
    default:
      return ExitCode::kInternal;
  }
}

std::string ExitCodesText() {
  std::string text;
  for (const Row& row : kTable) {
    absl::StrAppendFormat(&text, "  %3d  %s\n", static_cast<int>(row.code), row.meaning);
  }
  return text;
}

}  // namespace arasha::clients
