#ifndef ARASHA_STORAGE_DIRECTORY_H_
#define ARASHA_STORAGE_DIRECTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/connection.h"

// Reference data: small, read as a whole, changed seldom.
namespace arasha::storage {

struct MissionRow {
  std::string code;
  std::string name;
  std::string host_state;
  std::string time_zone;
  std::vector<int> weekend;  // ISO days of the week, 1 Monday to 7 Sunday
};

struct GrantRow {
  std::string principal;
  std::string role;
  std::string mission;
};

struct PrincipalRow {
  std::string name;
  std::string display_name;
  bool active = true;
};

struct DirectoryRows {
  int64_t version = 0;
  std::vector<MissionRow> missions;
  std::vector<PrincipalRow> principals;
  std::vector<GrantRow> grants;
  std::vector<std::string> revoked_fingerprints;   // SHA-256, 32 bytes each
  std::vector<std::string> case_type_definitions;  // text protos
  std::string page_token_key;
};

// Moves whenever anything of DirectoryRows changes.
absl::StatusOr<int64_t> DirectoryVersion(Connection& connection);

absl::StatusOr<DirectoryRows> ReadDirectory(Connection& connection);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_DIRECTORY_H_
