#include "storage/log/log_reading.h"

#include <limits>
#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/log/audited_tables.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/schema.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// Every statement here: $1 context, $2 leaf_head. What row-level security guards stands behind LATERAL with a
// condition on `known`, so that it is not read before the context is there.
constexpr absl::string_view kLeaf =
    "(SELECT audit_read($2::leaf_head, NULL, NULL, ''::bytea) FROM caller WHERE known) "
    "AS read";

// The same if there is a `head`: what is not there is told as a refusal.
constexpr absl::string_view kLeafOfHead =
    "(SELECT audit_read($2::leaf_head, NULL, NULL, ''::bytea) FROM caller"
    " WHERE known AND head.found IS NOT NULL) AS read FROM head";

// A row of audit_checkpoint `c`; witnesses by name.
constexpr absl::string_view kHead = R"sql(json_build_array(c.origin, c.size, c.root, c.note || coalesce(
    (SELECT string_agg(s.line, '' ORDER BY s.witness) FROM audit_cosignature s
     WHERE s.origin = c.origin AND s.size = c.size), ''), c.create_time))sql";

// The head of size $3, the newest if that is null, as `head.found`.
const std::string& WithHead() {
  static const std::string sql =
      absl::StrCat(", head AS MATERIALIZED (SELECT (SELECT ", kHead,
                   " FROM audit_checkpoint c WHERE c.size <= coalesce($3::bigint, 9223372036854775807)"
                   " AND c.size >= coalesce($3::bigint, 0) ORDER BY c.size DESC LIMIT 1) AS found)");
  return sql;
}

CheckpointRow ReadHeadOf(const json& row) {
  return {.origin = row.at(0).get<std::string>(),
          .size = row.at(1).get<int64_t>(),
          .root = ParseBytesText(row.at(2).get_ref<const std::string&>()),
          .note = row.at(3).get<std::string>(),
          .created = ParseTimeText(row.at(4).get_ref<const std::string&>())};
}

std::optional<CheckpointRow> ReadHeadOf(const pqxx::field& field) {
  if (field.is_null()) return std::nullopt;
  return ReadHeadOf(ParseJsonText(field.c_str()));
}

LeafColumns ReadColumns(const json& row) {
  LeafColumns columns;
  columns.hash = ParseBytesText(row.at(1).get_ref<const std::string&>());
  if (!row.at(2).is_null()) columns.occurred_time = absl::FromUnixMicros(row.at(2).get<int64_t>());
  columns.actor = row.at(3).get<std::string>();
  columns.action = row.at(4).get<std::string>();
  columns.decision = row.at(5).get<std::string>();
  columns.mission = row.at(6).get<std::string>();
  columns.object_uid = row.at(7).get<std::string>();
  return columns;
}

Param SizeText(std::optional<int64_t> size) { return size ? Param(absl::StrCat(*size)) : std::nullopt; }

std::optional<CaseNumber> ReadNumber(const json& mission, const json& number) {
  if (number.is_null()) return std::nullopt;
  return CaseNumber{mission.get<std::string>(), number.at(0).get<int>(), number.at(1).get<int>()};
}

// Terms of a filter, and their parameters from $5 on.
std::string Conditions(const LeafFilter& filter, std::vector<Param>& params) {
  std::string where;
  // `params` has no place for the context and the leaf_head, $1 and $2.
  const auto term = [&](absl::string_view before, std::string value, absl::string_view after) {
    params.emplace_back(std::move(value));
    absl::StrAppend(&where, " AND ", before, "$", params.size() + 2, after);
  };
  if (!filter.actor.empty()) term("l.actor = ", filter.actor, "::text");
  if (!filter.mission.empty()) term("l.mission = ", filter.mission, "::text");
  if (!filter.action.empty()) term("l.action = ", filter.action, "::text");
  if (filter.denied_only) absl::StrAppend(&where, " AND l.decision = 'denied'");
  if (filter.start) {
    term("l.occurred_time >= ", TimeText(*filter.start), "::timestamptz");
    absl::StrAppend(&where, " AND l.leaf_id >= audit_leaf_from($", params.size() + 2, "::timestamptz)");
  }
  if (filter.end) {
    term("l.occurred_time < ", TimeText(*filter.end), "::timestamptz");
    absl::StrAppend(&where, " AND l.leaf_id < audit_leaf_from($", params.size() + 2,
                    "::timestamptz + interval '2 hours')");
  }
  if (filter.number) {
    params.emplace_back(filter.number->mission);
    params.emplace_back(absl::StrCat(filter.number->year));
    params.emplace_back(absl::StrCat(filter.number->serial));
    absl::StrAppend(&where, " AND l.object_uid = audit_case_uid($", params.size(), "::text, $",
                    params.size() + 1, "::integer, $", params.size() + 2, "::integer)");
  }
  return where;
}

}  // namespace

absl::StatusOr<std::optional<CheckpointRow>> ReadHead(Connection& connection, const AuditContext& context,
                                                      std::optional<int64_t> size) {
  static const std::string sql = absl::StrCat(WithHead(), " SELECT head.found, ", kLeafOfHead);
  return Guarded([&]() -> absl::StatusOr<std::optional<CheckpointRow>> {
    auto result = Read(connection, context, sql, {SizeText(size)});
    if (!result.ok()) return result.status();
    return ReadHeadOf(result->front()[0]);
  });
}

absl::StatusOr<std::vector<CheckpointRow>> ListHeads(Connection& connection, const AuditContext& context,
                                                     int64_t below, int limit) {
  // $3 below, $4 limit.
  static const std::string sql = absl::StrCat(R"sql(, page AS (
  SELECT * FROM audit_checkpoint WHERE size < $3::bigint ORDER BY size DESC LIMIT $4::integer
)
SELECT (SELECT coalesce(json_agg()sql",
                                              kHead, " ORDER BY c.size DESC), '[]') FROM page c), ", kLeaf);
  return Guarded([&]() -> absl::StatusOr<std::vector<CheckpointRow>> {
    auto result = Read(connection, context, sql, {absl::StrCat(below), absl::StrCat(limit)});
    if (!result.ok()) return result.status();
    std::vector<CheckpointRow> heads;
    for (const json& row : ParseJsonText(result->front()[0].c_str())) heads.push_back(ReadHeadOf(row));
    return heads;
  });
}

absl::StatusOr<LeafAndHead> ReadLeafAndHead(Connection& connection, const AuditContext& context,
                                            int64_t tree_index, std::optional<int64_t> size) {
  // $3 size, $4 place.
  static const std::string sql = absl::StrCat(WithHead(), R"sql(
SELECT head.found,
  (SELECT stored.leaf_data FROM caller, LATERAL (
     SELECT l.leaf_data
     FROM audit_sequence s, LATERAL (SELECT leaf_data FROM audit_leaf WHERE leaf_id = s.leaf_id OFFSET 0) AS l
     WHERE known AND s.tree_index = $4::bigint) AS stored), )sql",
                                              kLeafOfHead);
  return Guarded([&]() -> absl::StatusOr<LeafAndHead> {
    auto result = Read(connection, context, sql, {SizeText(size), absl::StrCat(tree_index)});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    LeafAndHead found;
    found.head = ReadHeadOf(row[0]);
    if (!row[1].is_null()) found.leaf = ParseBytesText(row[1].c_str());
    return found;
  });
}

absl::StatusOr<LeafPage> ReadLeaves(Connection& connection, const AuditContext& context, int64_t start,
                                    int limit, bool with_tree) {
  // $3 start, $4 limit, $5 whether with the tree. The places are counted, not found, so that one whose row
  // was deleted is not closed up by the next. Each is looked up by its key: see report_leaves.cc.
  static const std::string sql = absl::StrCat(R"sql(, page AS (
  SELECT found.* FROM caller, LATERAL (
    SELECT place, CASE WHEN l.leaf_id IS NOT NULL THEN json_build_array(
             l.leaf_data, l.leaf_hash,
             CASE WHEN isfinite(l.occurred_time) THEN (extract(epoch FROM l.occurred_time) * 1000000)::bigint END,
             l.actor, l.action, l.decision, coalesce(l.mission, ''), coalesce(l.object_uid::text, '')) END AS leaf
    FROM generate_series($3::bigint, least($3::bigint + $4::integer, coalesce(greatest(
           (SELECT max(tree_index) + 1 FROM audit_sequence), (SELECT max(size) FROM audit_checkpoint)), 0)) - 1) AS place
    LEFT JOIN LATERAL (SELECT leaf_id FROM audit_sequence WHERE tree_index = place OFFSET 0) AS s ON true
    LEFT JOIN LATERAL (SELECT * FROM audit_leaf WHERE leaf_id = s.leaf_id OFFSET 0) AS l ON true
    WHERE known ORDER BY place LIMIT $4::integer) AS found
)
SELECT (SELECT coalesce(json_agg(leaf ORDER BY place), '[]') FROM page),
  (SELECT coalesce(json_agg(json_build_array(t.n, t.hashes)), '[]') FROM audit_tile t
   WHERE $5::boolean AND t.level = 0 AND t.n BETWEEN $3::bigint / 256 AND ($3::bigint + $4::integer) / 256),
  (SELECT coalesce(json_agg()sql",
                                              kHead, R"sql( ORDER BY c.size), '[]') FROM audit_checkpoint c
   WHERE $5::boolean AND c.size > $3::bigint AND c.size <= $3::bigint + $4::integer), )sql",
                                              kLeaf);
  return Guarded([&]() -> absl::StatusOr<LeafPage> {
    auto result = Read(connection, context, sql,
                       {absl::StrCat(start), absl::StrCat(limit), with_tree ? "true" : "false"});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    LeafPage page;
    for (const json& leaf : ParseJsonText(row[0].c_str())) {
      page.leaves.push_back(leaf.is_null() ? "" : ParseBytesText(leaf.at(0).get_ref<const std::string&>()));
      page.columns.push_back(leaf.is_null() ? LeafColumns() : ReadColumns(leaf));
    }
    for (const json& tile : ParseJsonText(row[1].c_str())) {
      page.tiles.push_back(
          {{0, tile.at(0).get<int64_t>()}, ParseBytesText(tile.at(1).get_ref<const std::string&>())});
    }
    for (const json& head : ParseJsonText(row[2].c_str())) page.heads.push_back(ReadHeadOf(head));
    return page;
  });
}

absl::StatusOr<std::vector<ListedLeaf>> ListLeaves(Connection& connection, const AuditContext& context,
                                                   const LeafFilter& filter, int64_t below, int limit) {
  // $3 below, $4 limit, then the filter's.
  std::vector<Param> params = {absl::StrCat(below), absl::StrCat(limit)};
  const std::string where = Conditions(filter, params);
  const std::string sql = absl::StrCat(", page AS (",
                                       WithinPage(absl::StrCat(R"sql(
  SELECT found.* FROM caller, LATERAL (
    SELECT l.leaf_id, l.leaf_data, l.mission, l.object_uid FROM audit_leaf l
    WHERE known AND l.leaf_id < $3::bigint)sql",
                                                               where, R"sql(
    ORDER BY l.leaf_id DESC LIMIT $4::integer) AS found)sql"),
                                                  "octet_length(l.leaf_data)", "l.leaf_id DESC"),
                                       R"sql()
SELECT (SELECT coalesce(json_agg(json_build_array(p.leaf_id, s.tree_index, p.leaf_data, p.mission,
                                                  audit_case_number(p.mission, p.object_uid), p.listed)
                                 ORDER BY p.leaf_id DESC), '[]')
        FROM page p LEFT JOIN LATERAL (
          SELECT tree_index FROM audit_sequence WHERE leaf_id = p.leaf_id OFFSET 0) AS s ON true), )sql",
                                       kLeaf);
  return Guarded([&]() -> absl::StatusOr<std::vector<ListedLeaf>> {
    auto result = Read(connection, context, sql, std::move(params));
    if (!result.ok()) return result.status();
    std::vector<ListedLeaf> leaves;
    int listed = 0;
    for (const json& row : ParseJsonText(result->front()[0].c_str())) {
      ListedLeaf& leaf = leaves.emplace_back();
      leaf.leaf_id = row.at(0).get<int64_t>();
      if (!row.at(1).is_null()) leaf.tree_index = row.at(1).get<int64_t>();
      leaf.leaf = ParseBytesText(row.at(2).get_ref<const std::string&>());
      leaf.number = ReadNumber(row.at(3), row.at(4));
      listed = row.at(5).get<int>();
    }
    if (!leaves.empty()) leaves.back().goes_on = GoesOn(listed, leaves.size(), limit);
    return leaves;
  });
}

const std::vector<std::string> kRowKinds = [] {
  std::vector<std::string> kinds;
  for (const AuditedTable& table : kAuditedTables) kinds.emplace_back(table.kind);
  kinds.insert(kinds.end(), {"leaf", "schema"});
  return kinds;
}();

namespace {

// What rows of a kind come from: the database's function, but for the schema, of which that function is a
// part. A set with the columns of audit_rows() for $3 kind, $4 after, $5 limit.
std::string RowsOf(absl::string_view kind) {
  if (kind != "schema") return "audit_rows($3::text, $4::text[], $5::integer) WITH ORDINALITY";
  return absl::StrCat(
      "(SELECT NULL::uuid AS case_uid, name AS key, 1 AS version, convert_to(definition, 'UTF8') AS state,"
      " ARRAY[name] AS place, row_number() OVER (ORDER BY name COLLATE \"C\") AS ordinality FROM ",
      kSchemaParts,
      " AS part WHERE $3::text = 'schema' AND name COLLATE \"C\" > coalesce(($4::text[])[1], '') "
      " ORDER BY name COLLATE \"C\" LIMIT $5::integer)");
}

}  // namespace

absl::StatusOr<std::vector<RowState>> ReadRows(Connection& connection, const AuditContext& context,
                                               absl::string_view kind, absl::string_view after, int limit) {
  // $3 kind, $4 after, $5 limit.
  const std::string sql = absl::StrCat(R"sql(, page AS (
  SELECT found.* FROM caller, LATERAL (
    SELECT r.* FROM )sql",
                                       RowsOf(kind), R"sql( AS r WHERE known LIMIT $5::integer
  ) AS found
)
SELECT (SELECT coalesce(json_agg(json_build_array(coalesce(case_uid::text, ''), key, version, state, place::text) ORDER BY ordinality), '[]')
        FROM page), )sql",
                                       kLeaf);
  return Guarded([&]() -> absl::StatusOr<std::vector<RowState>> {
    auto result = Read(
        connection, context, sql,
        {std::string(kind), after.empty() ? std::string("{}") : std::string(after), absl::StrCat(limit)});
    if (!result.ok()) return result.status();
    std::vector<RowState> rows;
    for (const json& row : ParseJsonText(result->front()[0].c_str())) {
      rows.push_back({.case_uid = row.at(0).get<std::string>(),
                      .key = row.at(1).get<std::string>(),
                      .version = row.at(2).get<int>(),
                      .state = ParseBytesText(row.at(3).get_ref<const std::string&>()),
                      .place = row.at(4).get<std::string>()});
    }
    return rows;
  });
}

}  // namespace arasha::storage
