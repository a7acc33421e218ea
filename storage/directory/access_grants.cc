#include "storage/directory/access_grants.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/duties/warnings.h"
#include "storage/keys/kept_fields.h"
#include "storage/log/read_leaves.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

std::string Place(absl::string_view uid, GrantText which) {
  return absl::StrCat("access_grant/", uid, "/", which == GrantText::kReason ? "reason" : "review");
}

json ToRow(const v1::AccessGrant& grant, int version, const ServerKeys& keys) {
  const std::string uid(UidOf(grant.name()));
  const auto sealed = [&](GrantText which, const std::string& text) {
    return BytesText(Vault::Seal(keys.register_key, Place(uid, which), text));
  };
  json row = ClearColumns(grant);
  row.update(
      json::object({{"uid", uid},
                    {"mission", std::string(UidOf(grant.mission()))},
                    {"sealed", sealed(GrantText::kReason, grant.reason())},
                    {"review", grant.has_review_time() ? json(sealed(GrantText::kFinding, grant.finding()))
                                                       : json(nullptr)},
                    {"version", version}}));
  return row;
}

// SQL for the grant `g` and the case `c` that it is on, which is NULL where the context does not see it: what
// ReadGrant takes.
constexpr absl::string_view kGrantColumns =
    "row_to_json(g), c.year, c.serial, c.sensitivity, c.compartment, c.created_by, c.assignee, "
    "c.erase_time IS NOT NULL AS erased";

// SQL that joins that case; `$labels` stands for the parameter that holds the context's labels.
std::string CaseOfGrant(absl::string_view labels) {
  return absl::StrCat(R"sql(
LEFT JOIN LATERAL (
  SELECT uid, year, serial, sensitivity, compartment, created_by, assignee, erase_time FROM case_file
  WHERE mission = g.mission AND uid = g.case_uid AND labels && )sql",
                      labels, "::text[]\n  OFFSET 0) AS c ON true");
}

// Throws where a row breaks the schema's promises.
absl::StatusOr<AccessGrantRow> ReadGrant(const pqxx::row& columns, const ServerKeys& keys) {
  const json row = ParseJsonText(columns[0].c_str());
  const auto text = [&](const char* column) { return row.at(column).get<std::string>(); };
  AccessGrantRow read;
  v1::AccessGrant& grant = read.message;
  ReadClearColumns(row, "", grant);
  const std::string uid = text("uid");
  grant.set_name(absl::StrCat("accessGrants/", uid));
  grant.set_mission(absl::StrCat("missions/", text("mission")));
  grant.set_reason(UnsealGrantText(keys, uid, GrantText::kReason, text("sealed")));
  if (!row.at("review").is_null()) {
    grant.set_finding(UnsealGrantText(keys, uid, GrantText::kFinding, text("review")));
  }
  read.version = row.at("version").get<int>();
  if (columns[1].is_null()) return read;
  const CaseNumber number = {text("mission"), columns[1].as<int>(), columns[2].as<int>()};
  read.facts = FoundCase{{.mission = number.mission,
                          .uid = grant.case_uid(),
                          .sensitivity = static_cast<v1::Sensitivity>(columns[3].as<int>()),
                          .compartment = columns[4].as<std::string>(""),
                          .created_by = columns[5].as<std::string>(),
                          .assignee = columns[6].as<std::string>("")},
                         columns[7].as<bool>()};
  grant.set_case_(CaseName(number));
  return read;
}

// $5 grant row. The case is held until the grant stands: an erasure came before it, and it is refused, or
// waits and finds it.
const std::string& AddGrantSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("held", R"sql(
  SELECT c.mission, c.uid, c.erase_time IS NOT NULL AS erased FROM caller, LATERAL (
    SELECT mission, uid, erase_time FROM case_file
    WHERE known AND mission = $5::jsonb->>'mission' AND uid = ($5::jsonb->>'case_uid')::uuid
    FOR SHARE) AS c)sql")
        .Answer("mission, uid", "held WHERE NOT erased")
        .InsertRow("added", kGrantTable, "answered", "$5::jsonb");
    return statement.Done({.from = "added"}, "CASE WHEN erased THEN 'erased' END", "", "held");
  }();
  return sql;
}

}  // namespace

std::string UnsealGrantText(const ServerKeys& keys, absl::string_view uid, GrantText which,
                            absl::string_view sealed) {
  const std::string bytes = ParseBytesText(sealed);
  if (bytes.empty()) return "";
  return Vault::Unseal({keys.register_key}, Place(uid, which), bytes).value_or(kUnreadableText);
}

absl::StatusOr<WriteOutcome> AddGrant(Connection& connection, const WriteContext& context,
                                      const v1::AccessGrant& grant, absl::string_view response) {
  const ServerKeys& keys = *context.audit.server_keys;
  WriteContext seeing = context;
  seeing.audit.access.labels.push_back(absl::StrCat("case:", grant.case_uid()));
  return WriteAndTell(connection, seeing, AddGrantSql(), OfRegister(keys), response,
                      {ToRow(grant, 1, keys).dump()});
}

absl::StatusOr<std::optional<AccessGrantRow>> FindGrant(Connection& connection, const AuditContext& context,
                                                        absl::string_view uid) {
  // $1 context, $2 labels, $3 uid.
  static const std::string sql = absl::StrCat(R"sql(
SELECT )sql",
                                              kGrantColumns, R"sql(
FROM caller, LATERAL (SELECT * FROM access_grant WHERE known AND uid = $3::uuid OFFSET 0) AS g)sql",
                                              CaseOfGrant("$2"));
  return Guarded([&]() -> absl::StatusOr<std::optional<AccessGrantRow>> {
    auto result =
        connection.ExecuteAs(context.access, sql, {ArrayText(context.access.labels), std::string(uid)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    auto grant = ReadGrant(result->front(), *context.server_keys);
    if (!grant.ok()) return grant.status();
    return *std::move(grant);
  });
}

namespace {

// $5 grant row, $6 version expected.
const std::string& SaveGrantSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT g.* FROM caller, LATERAL (
    SELECT uid, mission, case_uid FROM access_grant
    WHERE known AND uid = ($5::jsonb->>'uid')::uuid AND version = $6::integer
    FOR NO KEY UPDATE) AS g)sql")
        .Answer("mission, case_uid", "locked")
        .UpdateRow("saved", kGrantTable, "answered", "$5::jsonb", "g.uid = new.uid");
    return statement.Done({.from = "saved"}, StaleUnless("EXISTS (SELECT 1 FROM locked)"));
  }();
  return sql;
}

}  // namespace

absl::StatusOr<WriteOutcome> SaveGrant(Connection& connection, const WriteContext& context,
                                       const AccessGrantRow& row, absl::string_view response) {
  const ServerKeys& keys = *context.audit.server_keys;
  return WriteAndTell(connection, context, SaveGrantSql(), OfRegister(keys), response,
                      {ToRow(row.message, row.version + 1, keys).dump(), absl::StrCat(row.version)});
}

absl::StatusOr<GrantPage> ListGrants(Connection& connection, const AuditContext& context,
                                     const GrantQuery& query) {
  // $1 context, $2 leaf_head, $3 labels, $4 actor, $5 missions, $6 reads the log, $7 case or NULL, $8
  // principal or NULL, $9 unreviewed only, $10 active only, $11 and $12 position or NULL, $13 limit.
  static const std::string sql = absl::StrCat(R"sql(
, page AS MATERIALIZED ()sql",
                                              WithinPage(absl::StrCat("\n  SELECT ", kGrantColumns, R"sql(,
         g.grant_time, g.uid, g.mission, g.case_uid, octet_length(g.sealed) + coalesce(octet_length(g.review), 0) AS bytes
  FROM caller, LATERAL (SELECT * FROM access_grant WHERE known OFFSET 0) AS g)sql",
                                                                      CaseOfGrant("$3"), R"sql(
  WHERE (g.principal = $4::text OR $6::boolean OR (c.uid IS NOT NULL AND g.mission = ANY ($5::text[])))
    AND ($7::uuid IS NULL OR g.case_uid = $7::uuid)
    AND ($8::text IS NULL OR g.principal = $8::text)
    AND (NOT $9::boolean OR (g.break_glass AND g.review_time IS NULL AND c.erase_time IS NULL))
    AND (NOT $10::boolean OR (g.revoke_time IS NULL AND g.expire_time > ($2::leaf_head).occurred_time))
    AND ($11::timestamptz IS NULL OR (g.grant_time, g.uid) < ($11::timestamptz, $12::uuid))
  ORDER BY g.grant_time DESC, g.uid DESC
  LIMIT $13::integer)sql"),
                                                         "l.bytes", "l.grant_time DESC, l.uid DESC"),
                                              R"sql(
), leaf AS MATERIALIZED (
  SELECT audit_read($2::leaf_head, NULL, NULL,
                    coalesce((SELECT string_agg(DISTINCT uuid_send(case_uid), ''::bytea) FROM page), '')) AS read
)
SELECT page.*, CASE WHEN row_number() OVER newest = 1 THEN leaf.read END AS read,
  numbered.number[1] AS log_year, numbered.number[2] AS log_serial
FROM leaf LEFT JOIN page ON true LEFT JOIN LATERAL (
  SELECT CASE WHEN $6::boolean THEN audit_case_number(page.mission, page.case_uid) END AS number OFFSET 0) AS numbered
  ON true
WINDOW newest AS (ORDER BY page.grant_time DESC, page.uid DESC)
ORDER BY page.grant_time DESC, page.uid DESC)sql");
  return Guarded([&]() -> absl::StatusOr<GrantPage> {
    const auto flag = [](bool value) { return value ? "true" : "false"; };
    auto result = Read(connection, context, sql,
                       {ArrayText(context.access.labels), context.actor, ArrayText(query.missions),
                        flag(query.reads_log), query.case_uid, query.principal, flag(query.unreviewed_only),
                        flag(query.active_only), query.after ? Param(query.after->value) : std::nullopt,
                        query.after ? Param(query.after->uid) : std::nullopt, absl::StrCat(query.limit)});
    if (!result.ok()) return result.status();
    GrantPage page;
    int listed = 0;
    for (const auto& columns : *result) {
      if (columns[0].is_null()) break;  // Nothing found: the leaf stands alone.
      auto grant = ReadGrant(columns, *context.server_keys);
      if (!grant.ok()) return grant.status();
      // Who reads the log is told the number of the case there, too.
      if (grant->message.case_().empty() && !columns["log_year"].is_null()) {
        grant->message.set_case_(CaseName({std::string(UidOf(grant->message.mission())),
                                           columns["log_year"].as<int>(), columns["log_serial"].as<int>()}));
      }
      page.grants.push_back(*std::move(grant));
      page.last = {columns["grant_time"].as<std::string>(), columns["uid"].as<std::string>()};
      listed = columns["listed"].as<int>();
    }
    page.goes_on = GoesOn(listed, page.grants.size(), query.limit);
    return page;
  });
}

namespace {

// $1 context, $2 leaf_head, $3 labels, $4 where the actor reviews, $5 overdue before, $6 answered since, $7
// where it decides, $8 where it is warned, $9 what as, $10 who is in place of an assignee. What an approval
// tells is in list_approvals: refused by another, or lapsed, be its row marked so yet or not; it waits only
// on the case as it was proposed.
const std::string& CountNoticesSql() {
  static const std::string sql =
      absl::StrCat(R"sql(
, counted AS (
  SELECT count(*) AS due, count(*) FILTER (WHERE g.grant_time < $5::timestamptz) AS overdue
  FROM caller, LATERAL (
    SELECT mission, case_uid, grant_time FROM access_grant
    WHERE known AND break_glass AND review_time IS NULL AND mission = ANY ($4::text[]) AND principal <> ($2::leaf_head).actor
    OFFSET 0) AS g
  WHERE EXISTS (SELECT 1 FROM case_file c
                WHERE c.mission = g.mission AND c.uid = g.case_uid AND c.erase_time IS NULL AND c.labels && $3::text[])
), returned AS (
  SELECT count(*) AS proposals
  FROM caller, LATERAL (
    SELECT mission, case_uid FROM approval
    WHERE known AND proposed_by = ($2::leaf_head).actor AND coalesce(decide_time, expire_time) > $6::timestamptz
      AND CASE WHEN decide_time IS NULL THEN expire_time <= ($2::leaf_head).occurred_time
               ELSE approved IS NULL OR (NOT approved AND decided_by IS NOT NULL) END
    OFFSET 0) AS a
  WHERE EXISTS (SELECT 1 FROM case_file c
                WHERE c.mission = a.mission AND c.uid = a.case_uid AND c.labels && $3::text[])
), reminded AS (
  SELECT count(*) AS reminders
  FROM caller, LATERAL (
    SELECT mission, case_uid FROM reminder
    WHERE known AND assignee = ($2::leaf_head).actor AND resolve_time IS NULL
      AND due_time <= ($2::leaf_head).occurred_time
    OFFSET 0) AS r
  WHERE EXISTS (SELECT 1 FROM case_file c
                WHERE c.mission = r.mission AND c.uid = r.case_uid AND c.open AND c.labels && $3::text[])
), to_decide AS (
  SELECT count(*) AS waiting
  FROM caller, LATERAL (
    SELECT mission, case_uid, case_version FROM approval
    WHERE known AND mission = ANY ($7::text[]) AND decide_time IS NULL AND expire_time > ($2::leaf_head).occurred_time
      AND proposed_by <> ($2::leaf_head).actor
    OFFSET 0) AS a
  WHERE EXISTS (SELECT 1 FROM case_file c
                WHERE c.mission = a.mission AND c.uid = a.case_uid AND c.version = a.case_version AND c.labels && $3::text[])
), warned AS (
  SELECT count(*) AS warnings
  FROM caller, LATERAL (
    SELECT * FROM warning
    WHERE known AND mission = ANY ($8::text[]) AND seen_time IS NULL AND withdraw_time IS NULL AND )sql",
                   MayBeToldOf("$9::text[]"), R"sql( OFFSET 0) AS w
  JOIN case_file c ON c.mission = w.mission AND c.uid = w.case_uid AND c.labels && $3::text[])sql",
                   JoinedIfItHolds("$10::text"), "\n  WHERE ", IsToldOf("$9::text[]", "$10::text"), R"sql(
)
SELECT due, overdue, proposals, reminders, waiting, warnings, audit_read($2::leaf_head, NULL, NULL, ''::bytea) AS read
FROM counted, returned, reminded, to_decide, warned)sql");
  return sql;
}

}  // namespace

absl::StatusOr<Notices> CountNotices(Connection& connection, const AuditContext& context,
                                     const NoticeQuery& query) {
  auto result =
      Read(connection, context, CountNoticesSql(),
           {ArrayText(context.access.labels), ArrayText(query.reviews_at), TimeText(query.overdue_before),
            TimeText(query.answered_since), ArrayText(query.decides_at), ArrayText(query.warned_at),
            ArrayText(query.told_as), query.in_place_of_assignee});
  if (!result.ok()) return result.status();
  const pqxx::row row = result->front();
  return Notices{.reviews_due = row[0].as<int>(),
                 .reviews_overdue = row[1].as<int>(),
                 .proposals_returned = row[2].as<int>(),
                 .reminders_due = row[3].as<int>(),
                 .proposals_waiting = row[4].as<int>(),
                 .warnings_waiting = row[5].as<int>()};
}

}  // namespace arasha::storage
