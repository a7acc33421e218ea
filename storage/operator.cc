#include "storage/operator.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

constexpr absl::string_view kApplyCaseType = R"sql(
WITH added AS (
  INSERT INTO case_type (id, version, definition) VALUES ($1, $2::integer, $3)
  ON CONFLICT DO NOTHING RETURNING 1
)
SELECT EXISTS (SELECT 1 FROM added),
       coalesce((SELECT definition FROM case_type WHERE id = $1 AND version = $2::integer), $3) = $3)sql";

// $1 missions, $2 principals, $3 grants, each as a JSON array of rows.
constexpr absl::string_view kApplyDirectory = R"sql(
WITH missions AS (
  INSERT INTO mission SELECT * FROM jsonb_populate_recordset(NULL::mission, $1::jsonb)
  ON CONFLICT (code) DO UPDATE SET name = excluded.name, host_state = excluded.host_state,
    time_zone = excluded.time_zone, weekend = excluded.weekend
), principals AS (
  INSERT INTO principal SELECT * FROM jsonb_populate_recordset(NULL::principal, $2::jsonb)
  ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, active = excluded.active, clearances = excluded.clearances
), wanted AS (
  SELECT * FROM jsonb_populate_recordset(NULL::role_grant, $3::jsonb)
), dropped AS (
  DELETE FROM role_grant g
  WHERE g.principal IN (SELECT p->>'name' FROM jsonb_array_elements($2::jsonb) AS p)
    AND NOT EXISTS (SELECT 1 FROM wanted w WHERE (w.principal, w.role, w.mission) = (g.principal, g.role, g.mission))
)
INSERT INTO role_grant SELECT * FROM wanted
ON CONFLICT (principal, role, mission) DO UPDATE SET expires_at = excluded.expires_at)sql";

constexpr absl::string_view kRevoke =
    "INSERT INTO revoked_certificate (fingerprint, reason) VALUES ($1::bytea, $2) ON CONFLICT DO NOTHING";

// $1 context, $2 leaf_head.
constexpr absl::string_view kAppendLeaf = R"sql(
WITH caller AS MATERIALIZED (SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known), appended AS (
  SELECT audit_append($2::leaf_head, 'done', NULL, NULL, ''::bytea, ''::bytea) AS leaf FROM caller WHERE known
)
SELECT split_part(leaf, ':', 1)::bigint, decode(split_part(leaf, ':', 2), 'hex'), leaf FROM appended)sql";

}  // namespace

absl::StatusOr<bool> ApplyCaseType(Connection& owner, const CaseTypeRow& row) {
  auto result = owner.Execute(kApplyCaseType, {row.id, absl::StrCat(row.version), row.definition});
  if (!result.ok()) return result.status();
  if (!result->front()[1].as<bool>()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "case type ", row.id, " version ", row.version,
        " is applied already with another definition; a version never changes: raise `version`"));
  }
  return result->front()[0].as<bool>();
}

absl::Status ApplyDirectory(Connection& owner, const ServerKeys& keys,
                            const std::vector<MissionRow>& missions,
                            const std::vector<PrincipalRow>& principals,
                            const std::vector<GrantRow>& grants) {
  json mission_rows = json::array();
  for (const MissionRow& m : missions) {
    mission_rows.push_back({{"code", m.code},
                            {"name", m.name},
                            {"host_state", m.host_state},
                            {"time_zone", m.time_zone},
                            {"weekend", m.weekend}});
  }
  json principal_rows = json::array();
  for (const PrincipalRow& p : principals) {
    principal_rows.push_back({{"name", p.name},
                              {"sealed", SealDisplayName(keys, p)},
                              {"active", p.active},
                              {"clearances", p.clearances}});
  }
  json grant_rows = json::array();
  for (const GrantRow& g : grants) {
    grant_rows.push_back({{"principal", g.principal},
                          {"role", g.role},
                          {"mission", g.mission},
                          {"expires_at", ExpiryText(g.expires)}});
  }
  return owner.Execute(kApplyDirectory, {mission_rows.dump(), principal_rows.dump(), grant_rows.dump()})
      .status();
}

absl::StatusOr<bool> RevokeCertificate(Connection& owner, absl::string_view fingerprint,
                                       absl::string_view reason) {
  auto result = owner.Execute(kRevoke, {BytesText(fingerprint), std::string(reason)});
  if (!result.ok()) return result.status();
  return result->affected_rows() == 1;
}

absl::StatusOr<PendingLeaf> AppendOperatorLeaf(Connection& owner, const AuditContext& context) {
  return Guarded([&]() -> absl::StatusOr<PendingLeaf> {
    auto result = owner.ExecuteAs(context.access, kAppendLeaf, {LeafHead(context)});
    if (!result.ok()) return result.status();
    return PendingLeaf{result->front()[0].as<int64_t>(), ParseBytesText(result->front()[1].c_str())};
  });
}

}  // namespace arasha::storage
