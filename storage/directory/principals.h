#ifndef ARASHA_STORAGE_DIRECTORY_PRINCIPALS_H_
#define ARASHA_STORAGE_DIRECTORY_PRINCIPALS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/directory/directory.h"
#include "storage/log/audit.h"
#include "storage/log/requests.h"
#include "storage/postgres/connection.h"

// Changes to who may act, by administrators; operators change the same with the owner's connection
// (owner_writes.h). Answers to these writes are sealed under the server key "register".
namespace arasha::storage {

// A principal with the roles it holds, expired ones included.
struct PrincipalRecord {
  PrincipalRow row;
  int version = 0;
  std::vector<GrantRow> grants;  // by mission, then role
};

// How many open cases of a mission are assigned to somebody.
struct HeldCases {
  std::string mission;
  int open_cases = 0;
};

// Where any are, by mission; whoever asks may see none of them. Leaves no leaf.
absl::StatusOr<std::vector<HeldCases>> CountHeldCases(Connection& connection, absl::string_view principal);

// nullopt if nobody is registered under this name. Leaves no leaf.
absl::StatusOr<std::optional<PrincipalRecord>> FindPrincipal(Connection& connection,
                                                             const AuditContext& context,
                                                             absl::string_view name);

// The next `limit` principals after this name, by name, with a leaf.
absl::StatusOr<std::vector<PrincipalRecord>> ListPrincipals(Connection& connection,
                                                            const AuditContext& context,
                                                            absl::string_view after, int limit);

// kStale if the name is taken.
absl::StatusOr<WriteOutcome> RegisterPrincipal(Connection& connection, const WriteContext& context,
                                               const PrincipalRow& row, absl::string_view response);

// kStale if the principal is at another version.
absl::StatusOr<WriteOutcome> UpdatePrincipal(Connection& connection, const WriteContext& context, int version,
                                             const PrincipalRow& after, absl::string_view response);

// Gives a role, or changes until when it is held.
absl::StatusOr<WriteOutcome> GrantRole(Connection& connection, const WriteContext& context,
                                       const GrantRow& grant, absl::string_view response);

// kStale if the role is not held.
absl::StatusOr<WriteOutcome> RevokeRole(Connection& connection, const WriteContext& context,
                                        const GrantRow& grant, absl::string_view response);

// Refuses a certificate from now on. Done too if it was refused before.
absl::StatusOr<WriteOutcome> RefuseCertificate(Connection& connection, const WriteContext& context,
                                               absl::string_view fingerprint, absl::string_view reason,
                                               absl::string_view response);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_DIRECTORY_PRINCIPALS_H_
