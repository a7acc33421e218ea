#ifndef ARASHA_STORAGE_REPORTS_REPORT_GRANTS_H_
#define ARASHA_STORAGE_REPORTS_REPORT_GRANTS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/connection.h"
#include "storage/reports/report_scope.h"

// Access beyond roles, steps that take two people, and configuration, for reports. Run as the reporter's
// role.
namespace arasha::storage {

struct ReportedGrant {
  std::string uid;
  std::string case_number;
  std::string principal;
  bool break_glass = false;
  std::string granted_by;
  absl::Time granted;
  absl::Time expires;
  std::optional<absl::Time> revoked;
  std::string reviewed_by;  // empty: by nobody yet
  std::optional<absl::Time> reviewed;
  // What the two wrote. Personal data; empty where the case was erased, U+FFFD where it does not open.
  std::string reason;
  std::string finding;
};
// Granted in the period, in that order.
absl::StatusOr<std::vector<ReportedGrant>> ListGrants(Connection& reporter, const ReportScope& scope,
                                                      const ServerKeys& keys);

struct ReportedApproval {
  std::string uid;
  std::string case_number;
  std::string type;
  std::string event;  // empty: the correction of an entry
  std::string proposed_by;
  absl::Time proposed;
  absl::Time expires;
  std::string decided_by;  // empty: by nobody (yet)
  std::optional<absl::Time> decided;
  // Nothing, though decided: it lapsed. False, and decided by nobody: who proposed it took it back.
  std::optional<bool> approved;
};
// Proposed in the period, in that order.
absl::StatusOr<std::vector<ReportedApproval>> ListApprovals(Connection& reporter, const ReportScope& scope);

struct AppliedCaseType {
  std::string type;
  int version = 0;
  absl::Time applied;
};
// Applied in the period, in that order.
absl::StatusOr<std::vector<AppliedCaseType>> ListAppliedCaseTypes(Connection& reporter,
                                                                  const ReportScope& scope);

struct RoleCount {
  std::string role;
  std::string mission;  // "-" for all
  int64_t holders = 0;
};
// As roles are held at the scope's as_of.
absl::StatusOr<std::vector<RoleCount>> CountRoles(Connection& reporter, const ReportScope& scope);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_REPORTS_REPORT_GRANTS_H_
