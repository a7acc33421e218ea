#include "storage/directory/principals.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/log/requests.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// SQL for a principal `p` with its roles: what ReadRecord takes.
constexpr absl::string_view kRecordColumns =
    "p.name, p.sealed, p.active, array_to_json(p.clearances),"
    " (SELECT coalesce(json_agg(json_build_array(g.role, g.mission, g.expires_at) ORDER BY g.mission, "
    "g.role), '[]')"
    "  FROM role_grant g WHERE g.principal = p.name AND g.revoked_at IS NULL)";

// Throws where a row breaks the schema's promises.
absl::StatusOr<PrincipalRecord> ReadRecord(const pqxx::row& columns, const ServerKeys& keys) {
  PrincipalRecord record;
  record.row.name = columns[0].as<std::string>();
  // The directory, which is read whenever one of them changes, tells of those that do not open.
  DamagedRows damaged;
  record.row.display_name = UnsealDisplayName(keys, record.row.name, columns[1].c_str(), damaged);
  record.row.active = columns[2].as<bool>();
  record.row.clearances = json::parse(columns[3].c_str()).get<std::vector<std::string>>();
  for (const json& grant : json::parse(columns[4].c_str())) {
    record.grants.push_back({record.row.name, grant.at(0), grant.at(1),
                             ParseExpiryText(grant.at(2).get_ref<const std::string&>())});
  }
  return record;
}

// The parameters that all writes here begin with: $2 leaf_head, $3 content_hash, $4 response.
std::vector<Param> WriteParams(const WriteContext& context, absl::string_view response) {
  const ServerKeys& keys = *context.audit.server_keys;
  return {LeafHead(context.audit, context.request_id, keys.payload), BytesText(context.content_hash),
          SealResponse(context, keys.register_key, response)};
}

// A write of one row `r` as `written`, and the answer and the leaf that hang on what it returned, or on
// `fresh`: that the request was not answered before.
std::string WriteSql(absl::string_view written, absl::string_view hangs_on = "written") {
  return absl::StrCat(R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), fresh AS MATERIALIZED (
  -- By a lateral on the caller: otherwise PostgreSQL may look into `request` first, and find no context.
  SELECT 1 FROM caller, LATERAL (
    SELECT count(*) AS answers FROM request
    WHERE known AND principal = ($2::leaf_head).actor AND request_id = ($2::leaf_head).request_id
    OFFSET 0) AS r
  WHERE r.answers = 0
), written AS ()sql",
                      written, R"sql(
  RETURNING audit_object(r) AS object
), answered AS (
  INSERT INTO request AS q (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea, '-',
         '00000000-0000-0000-0000-000000000000', $4::bytea, ($2::leaf_head).occurred_at
  FROM )sql",
                      hangs_on, R"sql(
  ON CONFLICT DO NOTHING
  RETURNING audit_object(q) AS object
)
SELECT audit_append($2::leaf_head, 'done', NULL, NULL,
                    coalesce((SELECT object FROM written), ''::bytea) || coalesce((SELECT object FROM answered), ''::bytea),
                    ''::bytea)
  AS leaf FROM )sql",
                      hangs_on);
}

absl::StatusOr<PrincipalOutcome> Write(Connection& connection, const WriteContext& context,
                                       absl::string_view sql, const std::vector<Param>& params) {
  auto result = connection.ExecuteAs(context.audit.access, sql, params);
  if (!result.ok()) return result.status();
  return result->empty() ? PrincipalOutcome::kNotDone : PrincipalOutcome::kDone;
}

}  // namespace

absl::StatusOr<std::vector<HeldCases>> CountHeldCases(Connection& connection, absl::string_view principal) {
  // $1 principal.
  auto result = connection.Execute("SELECT mission, open_cases FROM held_cases($1::text) ORDER BY mission",
                                   {std::string(principal)});
  if (!result.ok()) return result.status();
  std::vector<HeldCases> held;
  for (const auto& row : *result) held.push_back({row[0].as<std::string>(), row[1].as<int>()});
  return held;
}

absl::StatusOr<std::optional<PrincipalRecord>> FindPrincipal(Connection& connection,
                                                             const AuditContext& context,
                                                             absl::string_view name) {
  // $1 name.
  static const std::string sql =
      absl::StrCat("SELECT ", kRecordColumns, " FROM principal p WHERE p.name = $1::text");
  return Guarded([&]() -> absl::StatusOr<std::optional<PrincipalRecord>> {
    auto result = connection.Execute(sql, {std::string(name)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    auto record = ReadRecord(result->front(), *context.server_keys);
    if (!record.ok()) return record.status();
    return *std::move(record);
  });
}

absl::StatusOr<std::vector<PrincipalRecord>> ListPrincipals(Connection& connection,
                                                            const AuditContext& context,
                                                            absl::string_view after, int limit) {
  // $1 context, $2 leaf_head, $3 after, $4 limit.
  static const std::string sql = absl::StrCat(R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), told AS MATERIALIZED (
  SELECT audit_append($2::leaf_head, 'done', NULL, NULL, ''::bytea, ''::bytea) AS leaf FROM caller WHERE known
), page AS (
  SELECT )sql",
                                              kRecordColumns, R"sql(
  FROM principal p WHERE p.name > $3::text ORDER BY p.name LIMIT $4::integer
)
SELECT page.*, CASE WHEN row_number() OVER (ORDER BY page.name) = 1 THEN told.leaf END AS leaf
FROM told LEFT JOIN page ON true ORDER BY page.name)sql");
  return Guarded([&]() -> absl::StatusOr<std::vector<PrincipalRecord>> {
    auto result = connection.ExecuteAs(context.access, sql,
                                       {LeafHead(context), std::string(after), absl::StrCat(limit)});
    if (!result.ok()) return result.status();
    std::vector<PrincipalRecord> records;
    for (const auto& columns : *result) {
      if (columns[0].is_null()) break;  // Nothing found: the leaf stands alone.
      auto record = ReadRecord(columns, *context.server_keys);
      if (!record.ok()) return record.status();
      records.push_back(*std::move(record));
    }
    return records;
  });
}

absl::StatusOr<PrincipalOutcome> RegisterPrincipal(Connection& connection, const WriteContext& context,
                                                   const PrincipalRow& row, absl::string_view response) {
  // $5 name, $6 sealed display name, $7 clearances.
  static const std::string sql = WriteSql(R"sql(
  INSERT INTO principal AS r (name, sealed, active, clearances)
  SELECT $5::text, $6::bytea, true, $7::text[] FROM fresh
  ON CONFLICT DO NOTHING)sql");
  std::vector<Param> params = WriteParams(context, response);
  params.emplace_back(row.name);
  params.emplace_back(SealDisplayName(*context.audit.server_keys, row));
  params.emplace_back(ArrayText(row.clearances));
  return Write(connection, context, sql, params);
}

absl::StatusOr<PrincipalOutcome> UpdatePrincipal(Connection& connection, const WriteContext& context,
                                                 const PrincipalRow& before, const PrincipalRow& after,
                                                 absl::string_view response) {
  // $5 name, $6 sealed display name, $7 active, $8 clearances; $9 active, $10 clearances before. Two who
  // change the display name at once are not told apart: the later one's stays.
  static const std::string sql = WriteSql(R"sql(
  UPDATE principal AS r SET sealed = $6::bytea, active = $7::boolean, clearances = $8::text[], version = r.version + 1
  FROM fresh WHERE r.name = $5::text AND r.active = $9::boolean AND r.clearances = $10::text[])sql");
  std::vector<Param> params = WriteParams(context, response);
  params.emplace_back(after.name);
  params.emplace_back(SealDisplayName(*context.audit.server_keys, after));
  params.emplace_back(after.active ? "true" : "false");
  params.emplace_back(ArrayText(after.clearances));
  params.emplace_back(before.active ? "true" : "false");
  params.emplace_back(ArrayText(before.clearances));
  return Write(connection, context, sql, params);
}

absl::StatusOr<PrincipalOutcome> GrantRole(Connection& connection, const WriteContext& context,
                                           const GrantRow& grant, absl::string_view response) {
  // $5 principal, $6 role, $7 mission, $8 expires_at.
  static const std::string sql = WriteSql(R"sql(
  INSERT INTO role_grant AS r (principal, role, mission, expires_at)
  SELECT $5::text, $6::text, $7::text, $8::timestamptz FROM fresh
  ON CONFLICT (principal, role, mission) DO UPDATE SET expires_at = excluded.expires_at, revoked_at = NULL, version = r.version + 1)sql");
  std::vector<Param> params = WriteParams(context, response);
  params.emplace_back(grant.principal);
  params.emplace_back(grant.role);
  params.emplace_back(grant.mission);
  params.emplace_back(ExpiryText(grant.expires));
  return Write(connection, context, sql, params);
}

absl::StatusOr<PrincipalOutcome> RevokeRole(Connection& connection, const WriteContext& context,
                                            const GrantRow& grant, absl::string_view response) {
  // $5 principal, $6 role, $7 mission.
  static const std::string sql = WriteSql(R"sql(
  UPDATE role_grant AS r SET revoked_at = ($2::leaf_head).occurred_at, version = r.version + 1
  FROM fresh
  WHERE r.principal = $5::text AND r.role = $6::text AND r.mission = $7::text AND r.revoked_at IS NULL)sql");
  std::vector<Param> params = WriteParams(context, response);
  params.emplace_back(grant.principal);
  params.emplace_back(grant.role);
  params.emplace_back(grant.mission);
  return Write(connection, context, sql, params);
}

absl::StatusOr<PrincipalOutcome> RefuseCertificate(Connection& connection, const WriteContext& context,
                                                   absl::string_view fingerprint, absl::string_view reason,
                                                   absl::string_view response) {
  // $5 fingerprint, $6 reason.
  static const std::string sql = WriteSql(R"sql(
  INSERT INTO revoked_certificate AS r (fingerprint, reason, revoked_at)
  SELECT $5::bytea, $6::text, ($2::leaf_head).occurred_at FROM fresh
  ON CONFLICT DO NOTHING)sql",
                                          "fresh");
  std::vector<Param> params = WriteParams(context, response);
  params.emplace_back(BytesText(fingerprint));
  params.emplace_back(std::string(reason));
  return Write(connection, context, sql, params);
}

}  // namespace arasha::storage
