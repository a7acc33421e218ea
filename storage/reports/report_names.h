#ifndef ARASHA_STORAGE_REPORTS_REPORT_NAMES_H_
#define ARASHA_STORAGE_REPORTS_REPORT_NAMES_H_

#include <map>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "arasha/v1/case_type.pb.h"
#include "storage/postgres/connection.h"

// What reports call things. Run as the reporter's role.
namespace arasha::storage {

// Names of missions by code.
absl::StatusOr<std::map<std::string, v1::LocalisedText>> ReadMissionNames(Connection& reporter);

// Definitions of the newest version of each case type, text protos.
absl::StatusOr<std::vector<std::string>> ReadCaseTypes(Connection& reporter);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_NAMES_H_
