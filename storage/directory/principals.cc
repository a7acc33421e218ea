#include "storage/directory/principals.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/log/read_leaves.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// SQL for a principal `p` with its roles: what ReadRecord takes.
constexpr absl::string_view kRecordColumns =
    "p.name, p.sealed, p.active, array_to_json(p.clearances),"
    " (SELECT coalesce(json_agg(json_build_array(g.role, g.mission, g.expire_time) ORDER BY g.mission, "
    "g.role), '[]')"
    "  FROM role_grant g WHERE g.principal = p.name AND g.revoke_time IS NULL), p.version";

// Throws where a row breaks the schema's promises.
absl::StatusOr<PrincipalRecord> ReadRecord(const pqxx::row& columns, const ServerKeys& keys) {
  PrincipalRecord record;
  record.row.name = columns[0].as<std::string>();
  // The directory, which is read whenever one of them changes, tells of those that do not open.
  DamagedRows damaged;
  record.row.display_name = UnsealDisplayName(keys, record.row.name, columns[1].c_str(), damaged);
  record.row.active = columns[2].as<bool>();
  record.version = columns[5].as<int>();
  record.row.clearances = ParseJsonText(columns[3].c_str()).get<std::vector<std::string>>();
  for (const json& grant : ParseJsonText(columns[4].c_str())) {
    record.grants.push_back({record.row.name, grant.at(0), grant.at(1),
                             ParseExpiryText(grant.at(2).get_ref<const std::string&>())});
  }
  return record;
}

constexpr absl::string_view kAbout = "'-', '00000000-0000-0000-0000-000000000000'::uuid";

// A write that always comes about: it hangs on its answer. Of two runs of a request at once the second waits
// here for the first, and then writes nothing.
std::string Surely(const AuditedTable& table, absl::string_view rows, absl::string_view conflict) {
  WriteStatement statement;
  return statement.Answer(kAbout, "caller WHERE known")
      .Insert("written", table, rows, conflict)
      .Done({.from = "answered", .about = "NULL, NULL"});
}

// That the request was not answered before: what is written may turn out to be nothing, and then no answer is
// to be kept. By a lateral on the caller: otherwise PostgreSQL may look into `request` first, and find no
// context. A run of the same request that has not committed yet is not seen: what is written must be refused
// then by the row as that run leaves it.
constexpr absl::string_view kFresh = R"sql(
  SELECT 1 FROM caller, LATERAL (
    SELECT count(*) AS answers FROM request
    WHERE known AND principal = ($2::leaf_head).actor AND request_id = ($2::leaf_head).request_id
    OFFSET 0) AS r
  WHERE r.answers = 0)sql";

// A write that may be too late, and then keeps no answer.
std::string IfStill(WriteStatement& statement) {
  return statement.Answer(kAbout, "written")
      .Done({.from = "answered", .about = "NULL, NULL"},
            "CASE WHEN EXISTS (SELECT 1 FROM fresh) THEN 'stale' END");
}

std::string Updating(const AuditedTable& table, absl::string_view set, absl::string_view where) {
  WriteStatement statement;
  statement.StepOnce("fresh", kFresh).Update("written", table, set, absl::StrCat("fresh WHERE ", where));
  return IfStill(statement);
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
, leaf AS MATERIALIZED (
  SELECT audit_read($2::leaf_head, NULL, NULL, ''::bytea) AS read FROM caller WHERE known
), page AS (
  SELECT )sql",
                                              kRecordColumns, R"sql(
  FROM principal p WHERE p.name > $3::text ORDER BY p.name LIMIT $4::integer
)
SELECT page.*, CASE WHEN row_number() OVER (ORDER BY page.name) = 1 THEN leaf.read END AS read
FROM leaf LEFT JOIN page ON true ORDER BY page.name)sql");
  return Guarded([&]() -> absl::StatusOr<std::vector<PrincipalRecord>> {
    auto result = Read(connection, context, sql, {std::string(after), absl::StrCat(limit)});
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

absl::StatusOr<WriteOutcome> RegisterPrincipal(Connection& connection, const WriteContext& context,
                                               const PrincipalRow& row, absl::string_view response) {
  // $5 name, $6 sealed display name, $7 clearances.
  static const std::string sql = [] {
    WriteStatement statement;
    statement.StepOnce("fresh", kFresh)
        .Insert("written", kPrincipalTable,
                "(name, sealed, active, clearances) SELECT $5::text, $6::bytea, true, $7::text[] FROM fresh",
                "ON CONFLICT DO NOTHING");
    return IfStill(statement);
  }();
  const ServerKeys& keys = *context.audit.server_keys;
  return WriteAndTell(connection, context, sql, OfRegister(keys), response,
                      {row.name, SealDisplayName(keys, row), ArrayText(row.clearances)});
}

absl::StatusOr<WriteOutcome> UpdatePrincipal(Connection& connection, const WriteContext& context, int version,
                                             const PrincipalRow& after, absl::string_view response) {
  // $5 name, $6 sealed display name, $7 active, $8 clearances, $9 version.
  static const std::string sql =
      Updating(kPrincipalTable,
               "sealed = $6::bytea, active = $7::boolean, clearances = $8::text[], version = p.version + 1",
               "p.name = $5::text AND p.version = $9::integer");
  const ServerKeys& keys = *context.audit.server_keys;
  return WriteAndTell(connection, context, sql, OfRegister(keys), response,
                      {after.name, SealDisplayName(keys, after), after.active ? "true" : "false",
                       ArrayText(after.clearances), absl::StrCat(version)});
}

absl::StatusOr<WriteOutcome> GrantRole(Connection& connection, const WriteContext& context,
                                       const GrantRow& grant, absl::string_view response) {
  // $5 principal, $6 role, $7 mission, $8 expire_time.
  static const std::string sql = Surely(kRoleTable,
                                        "(principal, role, mission, expire_time) SELECT $5::text, $6::text, "
                                        "$7::text, $8::timestamptz FROM answered",
                                        "ON CONFLICT (principal, role, mission) DO UPDATE SET expire_time = "
                                        "excluded.expire_time, revoke_time = NULL, version = g.version + 1");
  return WriteAndTell(connection, context, sql, OfRegister(*context.audit.server_keys), response,
                      {grant.principal, grant.role, grant.mission, ExpiryText(grant.expires)});
}

absl::StatusOr<WriteOutcome> RevokeRole(Connection& connection, const WriteContext& context,
                                        const GrantRow& grant, absl::string_view response) {
  // $5 principal, $6 role, $7 mission.
  static const std::string sql = Updating(
      kRoleTable, "revoke_time = ($2::leaf_head).occurred_time, version = g.version + 1",
      "g.principal = $5::text AND g.role = $6::text AND g.mission = $7::text AND g.revoke_time IS NULL");
  return WriteAndTell(connection, context, sql, OfRegister(*context.audit.server_keys), response,
                      {grant.principal, grant.role, grant.mission});
}

absl::StatusOr<WriteOutcome> RefuseCertificate(Connection& connection, const WriteContext& context,
                                               absl::string_view fingerprint, absl::string_view reason,
                                               absl::string_view response) {
  // $5 fingerprint, $6 reason.
  static const std::string sql = Surely(kCertificateTable,
                                        "(fingerprint, reason, revoke_time) SELECT $5::bytea, $6::text, "
                                        "($2::leaf_head).occurred_time FROM answered",
                                        "ON CONFLICT DO NOTHING");
  return WriteAndTell(connection, context, sql, OfRegister(*context.audit.server_keys), response,
                      {BytesText(fingerprint), std::string(reason)});
}

}  // namespace arasha::storage
