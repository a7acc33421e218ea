#include "storage/cases/erasure.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "storage/cases/approvals.h"
#include "storage/keys/case_keys.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

// Reports on exceptions that can tell what was written of the access that was emptied. Locked, so that none
// begins to be made before it is empty.
constexpr absl::string_view kTelling = R"sql(
  SELECT r.uid, r.state FROM emptied, report AS r
  WHERE (emptied.row).break_glass AND r.kind = 'exceptions' AND coalesce(r.mission, (emptied.row).mission) = (emptied.row).mission
    AND (emptied.row).grant_time >= r.start_time AND (emptied.row).grant_time < r.end_time
  FOR NO KEY UPDATE OF r)sql";

// One that waits has read nothing yet; one that is being made may have, and who makes it finds it taken away.
constexpr absl::string_view kTakenBack = R"sql(
  UPDATE report AS r SET state = 'failed', finish_time = ($2::leaf_head).occurred_time, files = NULL,
    leased_by = NULL, leased_until = NULL
  FROM telling WHERE r.uid = telling.uid AND telling.state IN ('running', 'done'))sql";

// Empties what was written of access to the case of the step `gone`, and what tells it. Of the leaves that
// are left without their requests the erasure's is none: by whose order it was done is kept.
void EmptyAccess(WriteStatement& statement) {
  statement
      .Update("emptied", kGrantTable, "sealed = '', review = NULL, version = g.version + 1",
              "gone WHERE g.mission = gone.mission AND g.case_uid = gone.uid AND g.sealed <> ''")
      .Step("secrets", R"sql(
  DELETE FROM audit_secret AS s USING gone, audit_leaf AS l
  WHERE l.object_uid = gone.uid AND l.action <> ($2::leaf_head).action AND s.leaf_id = l.leaf_id)sql")
      .Step("telling", kTelling)
      .Step("taken_back", kTakenBack)
      .Step("told", "\n  DELETE FROM report_file AS f USING telling WHERE f.report = telling.uid");
}

// What a case is read and found by.
void DestroyKeys(WriteStatement& statement) {
  statement.Delete("keys", kDataKeyTable, "gone WHERE k.mission = gone.mission AND k.case_uid = gone.uid")
      .Delete("found_no_more", kCaseIndexTable,
              "gone WHERE i.mission = gone.mission AND i.case_uid = gone.uid");
}

// Who adds to a case holds it meanwhile: what is added before is there after it, for the second statement,
// and who comes later sees that it is erased. $3 mission, $4 year, $5 serial, $6 version.
const std::string& EraseCaseSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("held", R"sql(
  SELECT h.mission, h.uid FROM caller, LATERAL (
    SELECT mission, uid FROM case_file
    WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer
      AND version = $6::integer AND erase_time IS NULL
    FOR UPDATE) AS h)sql")
        .Update("erased", kCaseTable,
                "erase_time = ($2::leaf_head).occurred_time, field_times = NULL, version = c.version + 1",
                "held WHERE c.mission = held.mission AND c.uid = held.uid")
        .Step("gone", "\n  SELECT (row).mission, (row).uid FROM erased");
    DestroyKeys(statement);
    EmptyAccess(statement);
    return statement.LeafAlone({.from = "erased", .about = "(row).mission, (row).uid"});
  }();
  return sql;
}

const std::string& EmptyErasedSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Step("gone", R"sql(
  SELECT e.mission, e.uid FROM caller, LATERAL (
    SELECT c.mission, c.uid FROM case_file c
    WHERE known AND c.erase_time IS NOT NULL
      AND (EXISTS (SELECT 1 FROM data_key k WHERE k.mission = c.mission AND k.case_uid = c.uid)
        OR EXISTS (SELECT 1 FROM case_index i WHERE i.mission = c.mission AND i.case_uid = c.uid)
        OR EXISTS (SELECT 1 FROM access_grant g
                   WHERE g.mission = c.mission AND g.case_uid = c.uid AND g.sealed <> ''))
    LIMIT 1) AS e)sql");
    DestroyKeys(statement);
    EmptyAccess(statement);
    return statement.LeafAlone({.from = "gone", .about = "mission, uid"});
  }();
  return sql;
}

// $1 type, $2 version, $3 event. The approval made the version after the one that it was proposed on.
const std::string& OrderedSql() {
  static const std::string sql = absl::StrCat(
      "SELECT c.mission, c.year, c.serial, c.version, a.uid, a.sealed, a.proposed_by, a.decided_by, ",
      kKeysOfCase, R"sql(, c.uid
FROM case_file c JOIN approval a ON a.mission = c.mission AND a.case_uid = c.uid
WHERE c.type = $1::text AND c.type_version = $2::integer AND NOT c.open AND c.erase_time IS NULL
  AND a.event = $3::text AND a.case_version = c.version - 1 AND a.approved AND a.decided_by <> a.proposed_by
ORDER BY a.decide_time LIMIT 1000)sql");
  return sql;
}

// Mission, year, serial and version come first.
DueCase ReadDue(const pqxx::row& row) {
  return {{row[0].as<std::string>(), row[1].as<int>(), row[2].as<int>()}, row[3].as<int>()};
}

}  // namespace

absl::StatusOr<bool> EraseCase(Connection& owner, const AuditContext& context, const DueCase& due) {
  const CaseNumber& number = due.number;
  auto result = owner.ExecuteAs(context.access, EraseCaseSql(),
                                {LeafHead(context), number.mission, absl::StrCat(number.year),
                                 absl::StrCat(number.serial), absl::StrCat(due.version)});
  if (!result.ok()) return result.status();
  context.sealing->case_keys.Forget(CaseName(number));
  return !result->front()[0].is_null();
}

absl::StatusOr<bool> EmptyErased(Connection& owner, const AuditContext& context) {
  auto result = owner.ExecuteAs(context.access, EmptyErasedSql(), {LeafHead(context)});
  if (!result.ok()) return result.status();
  return !result->front()[0].is_null();
}

absl::StatusOr<std::vector<ErasureOrder>> OrderedErasures(Connection& owner, Vault& vault,
                                                          const std::string& type, int version,
                                                          const std::string& event, DamagedRows& damaged) {
  return Guarded([&]() -> absl::StatusOr<std::vector<ErasureOrder>> {
    auto result = owner.Execute(OrderedSql(), {type, absl::StrCat(version), event});
    if (!result.ok()) return result.status();
    std::vector<ErasureOrder> orders;
    for (const auto& row : *result) {
      auto keys = ReadKeys(vault, ParseJsonText(row[8].c_str()), row[9].c_str(), /*erased=*/false);
      auto text = keys.ok() ? UnsealProposedText(*keys, row[4].c_str(), row[5].c_str()) : keys.status();
      if (absl::IsDataLoss(text.status())) {
        damaged.push_back(text.status());
        continue;
      }
      if (!text.ok()) return text.status();
      orders.push_back({.due = ReadDue(row),
                        .text = *std::move(text),
                        .proposed_by = row[6].c_str(),
                        .approved_by = row[7].c_str()});
    }
    return orders;
  });
}

}  // namespace arasha::storage
