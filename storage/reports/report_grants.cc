#include "storage/reports/report_grants.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/directory/access_grants.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// SQL for the number of the case `c`.
constexpr absl::string_view kNumber = "format('%s-%s-%s', c.mission, c.year, to_char(c.serial, 'FM000000'))";

constexpr absl::string_view kGrants = R"sql(
, g.uid, g.principal, g.break_glass, g.granted_by, g.grant_time, g.expire_time, g.revoke_time, coalesce(g.reviewed_by, ''),
  g.review_time, g.sealed, coalesce(g.review, '')
FROM access_grant g JOIN case_file c ON c.mission = g.mission AND c.uid = g.case_uid
WHERE (cardinality($1::text[]) = 0 OR g.mission = ANY ($1::text[]))
  AND g.grant_time >= $2::timestamptz AND g.grant_time < $3::timestamptz
  AND $4::timestamptz IS NOT NULL AND $5::text IS NOT NULL
ORDER BY g.grant_time, g.uid)sql";

constexpr absl::string_view kApprovals = R"sql(
, a.uid, c.type, coalesce(a.event, ''), a.proposed_by, a.propose_time, a.expire_time, coalesce(a.decided_by, ''), a.decide_time,
  a.approved
FROM approval a JOIN case_file c ON c.mission = a.mission AND c.uid = a.case_uid
WHERE (cardinality($1::text[]) = 0 OR a.mission = ANY ($1::text[]))
  AND a.propose_time >= $2::timestamptz AND a.propose_time < $3::timestamptz
  AND $4::timestamptz IS NOT NULL AND $5::text IS NOT NULL
ORDER BY a.propose_time, a.uid)sql";

constexpr absl::string_view kCaseTypes = R"sql(
SELECT id, version, apply_time FROM case_type
WHERE apply_time >= $2::timestamptz AND apply_time < $3::timestamptz
  AND $1::text[] IS NOT NULL AND $4::timestamptz IS NOT NULL AND $5::text IS NOT NULL
ORDER BY apply_time, id, version)sql";

constexpr absl::string_view kRoles = R"sql(
SELECT g.role, g.mission, count(DISTINCT g.principal)
FROM role_grant g JOIN principal p ON p.name = g.principal
WHERE p.active AND g.revoke_time IS NULL AND g.expire_time > $4::timestamptz
  AND (cardinality($1::text[]) = 0 OR g.mission = '-' OR g.mission = ANY ($1::text[]))
  AND $2::timestamptz < $3::timestamptz AND $5::text IS NOT NULL
GROUP BY 1, 2
ORDER BY 1, 2)sql";

template <typename Field>
std::optional<absl::Time> TimeOrNone(const Field& field) {
  if (field.is_null()) return std::nullopt;
  return ParseTimeText(field.c_str());
}

}  // namespace

absl::StatusOr<std::vector<ReportedGrant>> ListGrants(Connection& reporter, const ReportScope& scope,
                                                      const ServerKeys& keys) {
  return Guarded([&]() -> absl::StatusOr<std::vector<ReportedGrant>> {
    auto result = reporter.Execute(absl::StrCat("SELECT ", kNumber, kGrants), ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<ReportedGrant> grants;
    for (const auto& row : *result) {
      const std::string uid = row[1].c_str();
      grants.push_back({uid, row[0].c_str(), row[2].c_str(), row[3].as<bool>(), row[4].c_str(),
                        ParseTimeText(row[5].c_str()), ParseTimeText(row[6].c_str()), TimeOrNone(row[7]),
                        row[8].c_str(), TimeOrNone(row[9]),
                        UnsealGrantText(keys, uid, GrantText::kReason, row[10].c_str()),
                        UnsealGrantText(keys, uid, GrantText::kFinding, row[11].c_str())});
    }
    return grants;
  });
}

absl::StatusOr<std::vector<ReportedApproval>> ListApprovals(Connection& reporter, const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<ReportedApproval>> {
    auto result = reporter.Execute(absl::StrCat("SELECT ", kNumber, kApprovals), ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<ReportedApproval> approvals;
    for (const auto& row : *result) {
      approvals.push_back({row[1].c_str(), row[0].c_str(), row[2].c_str(), row[3].c_str(), row[4].c_str(),
                           ParseTimeText(row[5].c_str()), ParseTimeText(row[6].c_str()), row[7].c_str(),
                           TimeOrNone(row[8]), row[9].is_null() ? std::optional<bool>() : row[9].as<bool>()});
    }
    return approvals;
  });
}

absl::StatusOr<std::vector<AppliedCaseType>> ListAppliedCaseTypes(Connection& reporter,
                                                                  const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<AppliedCaseType>> {
    auto result = reporter.Execute(kCaseTypes, ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<AppliedCaseType> applied;
    for (const auto& row : *result) {
      applied.push_back({row[0].c_str(), row[1].as<int>(), ParseTimeText(row[2].c_str())});
    }
    return applied;
  });
}

absl::StatusOr<std::vector<RoleCount>> CountRoles(Connection& reporter, const ReportScope& scope) {
  return Guarded([&]() -> absl::StatusOr<std::vector<RoleCount>> {
    auto result = reporter.Execute(kRoles, ScopeParams(scope));
    if (!result.ok()) return result.status();
    std::vector<RoleCount> counts;
    for (const auto& row : *result) counts.push_back({row[0].c_str(), row[1].c_str(), row[2].as<int64_t>()});
    return counts;
  });
}

}  // namespace arasha::storage
