#ifndef ARASHA_STORAGE_DIRECTORY_DIRECTORY_H_
#define ARASHA_STORAGE_DIRECTORY_DIRECTORY_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/case_type.pb.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/pg_errors.h"

// Reference data: small, read as a whole, changed seldom.
namespace arasha::storage {

struct MissionRow {
  std::string code;
  v1::LocalisedText name;
  std::string host_state;
  std::string time_zone;
  std::vector<int> weekend;  // ISO days of the week, 1 Monday to 7 Sunday
};

struct GrantRow {
  std::string principal;
  std::string role;
  std::string mission;
  absl::Time expires = absl::InfiniteFuture();
};

struct PrincipalRow {
  std::string name;
  std::string display_name;  // sealed where it is stored
  bool active = true;
  std::vector<std::string> clearances = {};

  bool operator==(const PrincipalRow&) const = default;
};

// A grant on a case that may still hold.
struct CaseGrantRow {
  std::string uid;
  std::string principal;
  std::string mission;
  std::string case_uid;
  bool break_glass = false;
  absl::Time expires;
};

struct DirectoryRows {
  int64_t version = 0;
  std::vector<MissionRow> missions;
  std::vector<PrincipalRow> principals;
  std::vector<GrantRow> grants;
  std::vector<CaseGrantRow> case_grants;
  std::vector<std::string> revoked_fingerprints;   // SHA-256, 32 bytes each
  std::vector<std::string> case_type_definitions;  // text protos
  std::vector<std::string> calendar_definitions;   // likewise, by state and version
  DamagedRows damaged;                             // principals whose display names do not open
};

// Moves whenever anything of DirectoryRows changes.
absl::StatusOr<int64_t> DirectoryVersion(Connection& connection);

// `keys`: to open what is sealed, and to read case grants, which row-level security guards.
absl::StatusOr<DirectoryRows> ReadDirectory(Connection& connection, const ServerKeys& keys);

// A display name as it is stored, sealed, and back.
std::string SealDisplayName(const ServerKeys& keys, const PrincipalRow& principal);
// One that does not open is noted in `damaged`: what somebody may do does not hang on it.
std::string UnsealDisplayName(const ServerKeys& keys, absl::string_view principal, absl::string_view sealed,
                              DamagedRows& damaged);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_DIRECTORY_DIRECTORY_H_
