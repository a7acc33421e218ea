#ifndef ARASHA_CLIENTS_INPUT_CASE_FILE_H_
#define ARASHA_CLIENTS_INPUT_CASE_FILE_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"

namespace arasha::clients {

// A case out of the protobuf JSON of `arasha.v1.Case`. A usage error names the file, the line (of the
// fault in the JSON, or where the wrong field stands) and the fault. `path` only names the file.
absl::StatusOr<v1::Case> ParseCaseFile(const std::string& json, const std::string& path);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_CASE_FILE_H_
