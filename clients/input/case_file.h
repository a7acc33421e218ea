#ifndef ARASHA_CLIENTS_INPUT_CASE_FILE_H_
#define ARASHA_CLIENTS_INPUT_CASE_FILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"

namespace arasha::clients {

// A case as a file has it, without the blanks of a template that nobody filled in.
struct CaseFile {
  v1::Case matter;
  // Of each party, at which place of the file's list it stands; from 0.
  std::vector<int> places;
  // Place of the first party that was left out as blank; none if none was.
  std::optional<int> blank = std::nullopt;
};

// A case out of the protobuf JSON of `arasha.v1.Case`. A usage error names the file, the line (of the
// fault in the JSON, or where the wrong field stands) and the fault. `path` only names the file.
absl::StatusOr<CaseFile> ParseCaseFile(const std::string& json, const std::string& path);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_CASE_FILE_H_
