#include "storage/directory/owner_writes.h"

#include <algorithm>
#include <map>
#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// Principals for whom one statement applies a directory: its leaf tells of every row, and must stay readable
// in one piece.
constexpr size_t kWrittenAtOnce = 500;

// Only what differs from what stands is written.
constexpr absl::string_view kMissions =
    R"sql((code, name_kk, name_ru, name_en, host_state, time_zone, weekend)
  SELECT m.code, m.name_kk, m.name_ru, m.name_en, m.host_state, m.time_zone, m.weekend
  FROM caller, jsonb_populate_recordset(NULL::mission, $3::jsonb) AS m WHERE known)sql";
constexpr absl::string_view kChangeMission = R"sql(
  ON CONFLICT (code) DO UPDATE SET name_kk = excluded.name_kk, name_ru = excluded.name_ru,
    name_en = excluded.name_en, host_state = excluded.host_state,
    time_zone = excluded.time_zone, weekend = excluded.weekend, version = m.version + 1
    WHERE (m.name_kk, m.name_ru, m.name_en, m.host_state, m.time_zone, m.weekend) IS DISTINCT FROM
          (excluded.name_kk, excluded.name_ru, excluded.name_en, excluded.host_state, excluded.time_zone, excluded.weekend))sql";

// $3 id, $4 version, $5 definition.
const std::string& ApplyCaseTypeSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Insert("added", kCaseTypeTable,
                     "(id, version, definition, apply_time) SELECT $3::text, $4::integer, $5::text, "
                     "($2::leaf_head).occurred_time FROM caller WHERE known",
                     "ON CONFLICT DO NOTHING");
    return statement.LeafAlone({.from = "added", .about = "NULL, NULL"},
                               "coalesce((SELECT definition FROM case_type WHERE id = $3::text AND version = "
                               "$4::integer), $5::text) = $5::text,");
  }();
  return sql;
}

// $3 state, $4 version, $5 definition.
const std::string& ApplyCalendarSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Insert("added", kCalendarTable,
                     "(state, version, definition, apply_time) SELECT $3::text, $4::integer, $5::text, "
                     "($2::leaf_head).occurred_time FROM caller WHERE known",
                     "ON CONFLICT DO NOTHING");
    return statement.LeafAlone({.from = "added", .about = "NULL, NULL"},
                               "coalesce((SELECT definition FROM calendar WHERE state = $3::text AND "
                               "version = $4::integer), $5::text) = $5::text,");
  }();
  return sql;
}

// $3 missions, $4 principals to be written, $5 grants, each as a JSON array of rows; $6 names of all
// principals whose grants these are.
const std::string& ApplyDirectorySql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Insert("missions", kMissionTable, kMissions, kChangeMission)
        .Insert("principals", kPrincipalTable, R"sql((name, sealed, active, clearances)
  SELECT n.name, n.sealed, n.active, n.clearances
  FROM caller, jsonb_populate_recordset(NULL::principal, $4::jsonb) AS n WHERE known)sql",
                R"sql(
  ON CONFLICT (name) DO UPDATE SET sealed = excluded.sealed, active = excluded.active,
    clearances = excluded.clearances, version = p.version + 1)sql")
        .Step("wanted", R"sql(
  SELECT w.principal, w.role, w.mission, w.expire_time
  FROM caller, jsonb_populate_recordset(NULL::role_grant, $5::jsonb) AS w WHERE known)sql")
        .Update("revoked", kRoleTable, "revoke_time = ($2::leaf_head).occurred_time, version = g.version + 1",
                R"sql(caller
  WHERE known AND g.principal = ANY ($6::text[]) AND g.revoke_time IS NULL AND NOT EXISTS (
    SELECT 1 FROM wanted w WHERE (w.principal, w.role, w.mission) = (g.principal, g.role, g.mission)))sql")
        .Insert("granted", kRoleTable, "(principal, role, mission, expire_time) SELECT * FROM wanted", R"sql(
  ON CONFLICT (principal, role, mission) DO UPDATE
    SET expire_time = excluded.expire_time, revoke_time = NULL, version = g.version + 1
    WHERE g.revoke_time IS NOT NULL OR g.expire_time <> excluded.expire_time)sql");
    return statement.LeafAlone({.from = "caller WHERE known", .about = "NULL, NULL"});
  }();
  return sql;
}

// $3 fingerprint, $4 reason.
const std::string& RevokeSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Insert(
        "revoked", kCertificateTable,
        "(fingerprint, reason, revoke_time) SELECT $3::bytea, $4::text, ($2::leaf_head).occurred_time FROM "
        "caller WHERE known",
        "ON CONFLICT DO NOTHING");
    return statement.LeafAlone({.from = "revoked", .about = "NULL, NULL"});
  }();
  return sql;
}

// $1 context, $2 leaf_head.
constexpr absl::string_view kAppendLeaf = R"sql(, appended AS (
  SELECT audit_append($2::leaf_head, 'done', NULL, NULL, ''::bytea, ''::bytea) AS leaf FROM caller WHERE known
)
SELECT split_part(leaf, ':', 1)::bigint, decode(split_part(leaf, ':', 2), 'hex'), leaf FROM appended)sql";

absl::StatusOr<pqxx::result> Run(Connection& owner, const AuditContext& context, absl::string_view sql,
                                 std::vector<Param> params) {
  params.insert(params.begin(), LeafHead(context));
  return owner.ExecuteAs(context.access, sql, params);
}

json MissionJson(const MissionRow& m) {
  return {{"code", m.code},         {"name_kk", m.name.kk()},     {"name_ru", m.name.ru()},
          {"name_en", m.name.en()}, {"host_state", m.host_state}, {"time_zone", m.time_zone},
          {"weekend", m.weekend}};
}

json PrincipalJson(const ServerKeys& keys, const PrincipalRow& p) {
  return {{"name", p.name},
          {"sealed", SealDisplayName(keys, p)},
          {"active", p.active},
          {"clearances", p.clearances}};
}

json GrantJson(const GrantRow& g) {
  return {{"principal", g.principal},
          {"role", g.role},
          {"mission", g.mission},
          {"expire_time", ExpiryText(g.expires)}};
}

}  // namespace

absl::StatusOr<bool> ApplyCaseType(Connection& owner, const AuditContext& context, const CaseTypeRow& row) {
  auto result = Run(owner, context, ApplyCaseTypeSql(), {row.id, absl::StrCat(row.version), row.definition});
  if (!result.ok()) return result.status();
  if (!result->front()[0].as<bool>()) {
    return absl::FailedPreconditionError(absl::StrCat(
        "case type ", row.id, " version ", row.version,
        " is applied already with another definition; a version never changes: raise `version`"));
  }
  return !result->front()[1].is_null();
}

absl::StatusOr<bool> ApplyCalendar(Connection& owner, const AuditContext& context, const CalendarRow& row) {
  auto result =
      Run(owner, context, ApplyCalendarSql(), {row.state, absl::StrCat(row.version), row.definition});
  if (!result.ok()) return result.status();
  if (!result->front()[0].as<bool>()) {
    return absl::FailedPreconditionError(
        absl::StrCat("calendar ", row.state, " version ", row.version,
                     " is applied already with other days; a version never changes: raise `version`"));
  }
  return !result->front()[1].is_null();
}

absl::Status ApplyDirectory(Connection& owner, const AuditContext& context,
                            const std::vector<MissionRow>& missions,
                            const std::vector<PrincipalRow>& principals,
                            const std::vector<GrantRow>& grants) {
  auto directory = ReadDirectory(owner, *context.server_keys);
  if (!directory.ok()) return directory.status();
  // Sealed anew, a name that is the same would look changed.
  std::map<std::string, PrincipalRow> known;
  for (PrincipalRow& row : directory->principals) known[row.name] = std::move(row);
  std::map<std::string, json> grants_of;
  for (const GrantRow& grant : grants) grants_of[grant.principal].push_back(GrantJson(grant));
  json mission_rows = json::array();
  for (const MissionRow& row : missions) mission_rows.push_back(MissionJson(row));
  for (size_t begin = 0; begin == 0 || begin < principals.size(); begin += kWrittenAtOnce) {
    json changed = json::array();
    json granted = json::array();
    std::vector<std::string> names;
    for (size_t i = begin; i < std::min(begin + kWrittenAtOnce, principals.size()); ++i) {
      const PrincipalRow& row = principals[i];
      const auto before = known.find(row.name);
      if (before == known.end() || before->second != row) {
        changed.push_back(PrincipalJson(*context.server_keys, row));
      }
      for (const json& grant : grants_of[row.name]) granted.push_back(grant);
      names.push_back(row.name);
    }
    auto applied = Run(owner, context, ApplyDirectorySql(),
                       {mission_rows.dump(), changed.dump(), granted.dump(), ArrayText(names)});
    if (!applied.ok()) return applied.status();
    mission_rows = json::array();
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> RevokeCertificate(Connection& owner, const AuditContext& context,
                                       absl::string_view fingerprint, absl::string_view reason) {
  auto result = Run(owner, context, RevokeSql(), {BytesText(fingerprint), std::string(reason)});
  if (!result.ok()) return result.status();
  return !result->front()[0].is_null();
}

absl::StatusOr<PendingLeaf> AppendOperatorLeaf(Connection& owner, const AuditContext& context) {
  return Guarded([&]() -> absl::StatusOr<PendingLeaf> {
    auto result = Run(owner, context, kAppendLeaf, {});
    if (!result.ok()) return result.status();
    return PendingLeaf{result->front()[0].as<int64_t>(), ParseBytesText(result->front()[1].c_str())};
  });
}

}  // namespace arasha::storage
