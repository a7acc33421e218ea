#include "storage/erasures/erasure_lists.h"

#include <pqxx/pqxx>

#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/erasures/list_rows.h"
#include "storage/keys/case_keys.h"
#include "storage/log/read_leaves.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// How many closed cases are read at once.
constexpr int kCasesAtOnce = 500;

// $1 context, $2 labels, $3 mission, $4 types, $5 their versions, $6 closed before, $7 transitions, $8 and $9
// position or NULL, $10 limit. Kind 7 is TRANSITION.
const std::string& ClosedCasesSql() {
  static const std::string sql = absl::StrCat(R"sql(
SELECT row_to_json(c), c.uid, c.close_time, )sql",
                                              kKeysOfCase, R"sql(,
  (SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.create_time, p.uid), '[]') FROM party p
   WHERE p.mission = c.mission AND p.case_uid = c.uid AND p.remove_time IS NULL),
  (SELECT max(e.happened_time) FROM entry e
   WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.kind = 7 AND e.event = t.transition AND )sql",
                                              kEntryStands, R"sql()
FROM caller, LATERAL (
  SELECT * FROM case_file
  WHERE known AND mission = $3::text AND NOT open AND erase_time IS NULL AND labels && $2::text[]
    AND ($8::timestamptz IS NULL OR (close_time, uid) > ($8::timestamptz, $9::uuid))
  OFFSET 0) AS c
JOIN unnest($4::text[], $5::integer[], $6::timestamptz[], $7::text[]) AS t (type, version, closed_before, transition)
  ON c.type = t.type AND c.type_version = t.version AND c.close_time < t.closed_before
ORDER BY c.close_time, c.uid LIMIT $10::integer)sql");
  return sql;
}

}  // namespace

absl::StatusOr<ClosedCases> ReadClosedCases(Connection& connection, const AuditContext& context,
                                            absl::string_view mission, const std::vector<MayBeDue>& types,
                                            const std::optional<PagePosition>& after) {
  return Guarded([&]() -> absl::StatusOr<ClosedCases> {
    std::vector<std::string> ids, versions, before, transitions;
    for (const MayBeDue& type : types) {
      ids.push_back(type.type);
      versions.push_back(absl::StrCat(type.version));
      before.push_back(TimeText(type.closed_before));
      transitions.push_back(type.transition);
    }
    auto result = connection.ExecuteAs(
        context.access, ClosedCasesSql(),
        {ArrayText(context.access.labels), std::string(mission), ArrayText(ids), ArrayText(versions),
         ArrayText(before), ArrayText(transitions), after ? Param(after->value) : std::nullopt,
         after ? Param(after->uid) : std::nullopt, absl::StrCat(kCasesAtOnce)});
    if (!result.ok()) return result.status();
    ClosedCases closed;
    closed.goes_on = static_cast<int>(result->size()) == kCasesAtOnce;
    for (const auto& columns : *result) {
      closed.last = {columns[2].as<std::string>(), columns[1].as<std::string>()};
      auto keys = ReadKeys(context.sealing->vault, ParseJsonText(columns[3].c_str()), columns[1].c_str(),
                           /*erased=*/false);
      if (absl::IsDataLoss(keys.status())) {
        closed.damaged.push_back(keys.status());
        continue;
      }
      if (!keys.ok()) return keys.status();
      try {
        ClosedCase one{.row = ReadCase(ParseJsonText(columns[0].c_str()), *keys), .transition = std::nullopt};
        for (const json& party : ParseJsonText(columns[4].c_str())) {
          *one.row.message.add_parties() = ReadParty(party, one.row.message.name(), *keys, closed.damaged);
        }
        if (!columns[5].is_null()) one.transition = ParseTimeText(columns[5].c_str());
        closed.cases.push_back(std::move(one));
      } catch (const DamagedRow& row) {
        closed.damaged.push_back(row.status());
      }
    }
    return closed;
  });
}

absl::StatusOr<std::vector<v1::ErasureList>> ListsThatHoldBack(Connection& connection,
                                                               const AuditContext& context,
                                                               absl::string_view mission) {
  // $1 context, $2 mission, $3 now.
  static constexpr absl::string_view kSql = R"sql(
SELECT row_to_json(e) FROM caller, LATERAL (
  SELECT * FROM erasure_list
  WHERE known AND mission = $2::text AND (state = 'approved' OR keep_until > $3::timestamptz)
  OFFSET 0) AS e)sql";
  return Guarded([&]() -> absl::StatusOr<std::vector<v1::ErasureList>> {
    auto result = connection.ExecuteAs(context.access, kSql, {std::string(mission), TimeText(context.now)});
    if (!result.ok()) return result.status();
    std::vector<v1::ErasureList> lists;
    for (const auto& columns : *result) {
      lists.push_back(ReadList(ParseJsonText(columns[0].c_str()), *context.server_keys).message);
    }
    return lists;
  });
}

namespace {

// Of no case.
constexpr absl::string_view kAboutNoCase = "'-', '00000000-0000-0000-0000-000000000000'::uuid";

// $5 list row, $6 uids of the cases on it. Only once the one before is replaced may another wait, so it is
// added after that. Of two at one moment the unique index refuses the later, which Connection runs anew: it
// then replaces the first.
const std::string& AddListSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("before", R"sql(
  SELECT l.uid FROM caller, LATERAL (
    SELECT uid FROM erasure_list
    WHERE known AND mission = $5::jsonb->>'mission' AND state IN ('drawn', 'signed')
    FOR NO KEY UPDATE) AS l)sql")
        .Answer(kAboutNoCase, "caller WHERE known")
        .Update("replaced", kErasureListTable, "state = 'replaced', version = l.version + 1",
                "before, answered WHERE l.uid = before.uid")
        .InsertRow("added", kErasureListTable, "(SELECT count(*) FROM replaced) AS gone, answered",
                   "$5::jsonb");
    return statement.Done(
        {.from = "added",
         .about = "(row).mission, NULL::uuid",
         .seen = "(SELECT coalesce(string_agg(uuid_send(u), ''::bytea), '') FROM unnest($6::uuid[]) AS u)"});
  }();
  return sql;
}

}  // namespace

absl::StatusOr<WriteOutcome> AddErasureList(Connection& connection, const WriteContext& context,
                                            const v1::ErasureList& list, const std::vector<std::string>& seen,
                                            absl::string_view response) {
  const ServerKeys& keys = *context.audit.server_keys;
  return WriteAndTell(connection, context, AddListSql(), OfRegister(keys), response,
                      {ListToRow(list, 1, keys).dump(), ArrayText(seen)});
}

namespace {

absl::StatusOr<std::optional<ErasureListRow>> ListOf(const absl::StatusOr<pqxx::result>& result,
                                                     const AuditContext& context) {
  if (!result.ok()) return result.status();
  if (result->empty()) return std::nullopt;
  return ReadList(ParseJsonText(result->front()[0].c_str()), *context.server_keys);
}

}  // namespace

absl::StatusOr<std::optional<ErasureListRow>> FindErasureList(Connection& connection,
                                                              const AuditContext& context,
                                                              absl::string_view uid) {
  // $1 context, $2 uid.
  static constexpr absl::string_view kSql = R"sql(
SELECT row_to_json(e) FROM caller, LATERAL (
  SELECT * FROM erasure_list WHERE known AND uid = $2::uuid OFFSET 0) AS e)sql";
  return Guarded(
      [&] { return ListOf(connection.ExecuteAs(context.access, kSql, {std::string(uid)}), context); });
}

absl::StatusOr<std::optional<ErasureListRow>> ReadErasureList(Connection& connection,
                                                              const AuditContext& context,
                                                              absl::string_view uid) {
  // $1 context, $2 leaf_head, $3 uid.
  static constexpr absl::string_view kSql = R"sql(
SELECT row_to_json(e), audit_read($2::leaf_head, e.mission, NULL, ''::bytea) AS read FROM caller, LATERAL (
  SELECT * FROM erasure_list WHERE known AND uid = $3::uuid OFFSET 0) AS e)sql";
  return Guarded([&] { return ListOf(Read(connection, context, kSql, {std::string(uid)}), context); });
}

namespace {

// $5 list row, $6 version expected.
const std::string& SaveListSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT l.* FROM caller, LATERAL (
    SELECT uid FROM erasure_list
    WHERE known AND uid = ($5::jsonb->>'uid')::uuid AND version = $6::integer
    FOR NO KEY UPDATE) AS l)sql")
        .Answer(kAboutNoCase, "locked")
        .UpdateRow("saved", kErasureListTable, "answered", "$5::jsonb", "l.uid = new.uid");
    return statement.Done({.from = "saved", .about = "(row).mission, NULL::uuid"},
                          StaleUnless("EXISTS (SELECT 1 FROM locked)"));
  }();
  return sql;
}

}  // namespace

absl::StatusOr<WriteOutcome> SaveErasureList(Connection& connection, const WriteContext& context,
                                             const ErasureListRow& row, absl::string_view response) {
  const ServerKeys& keys = *context.audit.server_keys;
  return WriteAndTell(connection, context, SaveListSql(), OfRegister(keys), response,
                      {ListToRow(row.message, row.version + 1, keys).dump(), absl::StrCat(row.version)});
}

absl::StatusOr<ErasureListPage> ListErasureLists(Connection& connection, const AuditContext& context,
                                                 absl::string_view mission, int limit,
                                                 const std::optional<PagePosition>& after) {
  // $1 context, $2 leaf_head, $3 mission, $4 and $5 position or NULL, $6 limit. What is sealed stays unread.
  static constexpr absl::string_view kSql = R"sql(
, leaf AS MATERIALIZED (
  SELECT audit_read($2::leaf_head, $3::text, NULL, ''::bytea) AS read FROM caller WHERE known
), page AS MATERIALIZED (
  SELECT e.* FROM caller, LATERAL (
    SELECT uid, mission, state, NULL AS sealed, case_count, kept_count, erased_count, keep_until, drawn_by, draw_time,
      signed_by, sign_time, approved_by, approve_time, finish_time, version FROM erasure_list
    WHERE known AND mission = $3::text
      AND ($4::timestamptz IS NULL OR (draw_time, uid) < ($4::timestamptz, $5::uuid))
    OFFSET 0) AS e
  ORDER BY e.draw_time DESC, e.uid DESC LIMIT $6::integer
)
SELECT CASE WHEN page.uid IS NOT NULL THEN row_to_json(page) END, page.draw_time, page.uid,
  CASE WHEN row_number() OVER (ORDER BY page.draw_time DESC, page.uid DESC) = 1 THEN leaf.read END AS read
FROM leaf LEFT JOIN page ON true ORDER BY page.draw_time DESC, page.uid DESC)sql";
  return Guarded([&]() -> absl::StatusOr<ErasureListPage> {
    auto result = Read(connection, context, kSql,
                       {std::string(mission), after ? Param(after->value) : std::nullopt,
                        after ? Param(after->uid) : std::nullopt, absl::StrCat(limit)});
    if (!result.ok()) return result.status();
    ErasureListPage page;
    for (const auto& columns : *result) {
      if (columns[0].is_null()) break;  // Nothing found: the leaf stands alone.
      page.lists.push_back(ReadList(ParseJsonText(columns[0].c_str()), *context.server_keys).message);
      page.last = {columns[1].as<std::string>(), columns[2].as<std::string>()};
    }
    page.goes_on = static_cast<int>(page.lists.size()) >= limit;
    return page;
  });
}

}  // namespace arasha::storage
