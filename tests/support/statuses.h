#ifndef ARASHA_TESTS_SUPPORT_STATUSES_H_
#define ARASHA_TESTS_SUPPORT_STATUSES_H_

#include <grpcpp/support/status.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"

// What a caller can read of an error.
namespace arasha::support {

// A call's status as a caller sees it. Printable, and comparable by what is promised: code and reason.
struct Refusal {
  grpc::StatusCode code = grpc::StatusCode::OK;
  std::string reason;  // ErrorInfo.reason; empty if there is no ErrorInfo of arasha.kz
  std::map<std::string, std::string> metadata;
  std::vector<std::string> fields;  // of the BadRequest
  std::optional<absl::Duration> retry_after;
  std::string message;
};

Refusal Read(const grpc::Status& status);

// "NOT_FOUND/NOT_FOUND", "INVALID_ARGUMENT/INVALID_FIELD(party.iin)", "OK": one line to compare with.
std::string Line(const grpc::Status& status);

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_STATUSES_H_
