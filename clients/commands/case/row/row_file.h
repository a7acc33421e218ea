#ifndef ARASHA_CLIENTS_COMMANDS_CASE_ROW_ROW_FILE_H_
#define ARASHA_CLIENTS_COMMANDS_CASE_ROW_ROW_FILE_H_

#include <google/protobuf/struct.pb.h>

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "clients/session/session.h"

namespace arasha::clients {

// The details of rows out of a file, or of standard input for `-`: a JSON list of objects, each with the
// fields of one row. A usage error names the file and what it is not.
absl::StatusOr<std::vector<google::protobuf::Struct>> ReadRows(Session& session, const std::string& path);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_CASE_ROW_ROW_FILE_H_
