#include "storage/cases/group_rows.h"

#include <pqxx/pqxx>

#include <vector>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/child_rows.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

constexpr absl::string_view kRowHeld = R"sql(
  SELECT r.version FROM target t, LATERAL (
    SELECT version FROM group_row
    WHERE mission = t.mission AND case_uid = t.uid AND uid = ($11::jsonb->>'uid')::uuid AND remove_time IS NULL
    FOR NO KEY UPDATE) AS r)sql";

constexpr absl::string_view kRowFits = R"sql(
  SELECT mission, uid, CASE WHEN NOT keyed AND NOT erased THEN 'no_keys'
                            WHEN erased THEN 'erased'
                            WHEN NOT open THEN 'closed'
                            WHEN $13::text <> type || '@' || type_version THEN 'another_type'
                            WHEN $11::jsonb IS NOT NULL AND NOT EXISTS (
                              SELECT 1 FROM row_held WHERE version = ($11::jsonb->>'version')::integer - 1) THEN 'stale'
                            WHEN $10::jsonb IS NOT NULL AND (
                              SELECT count(*) FROM group_row r
                              WHERE r.mission = target.mission AND r.case_uid = target.uid AND r.remove_time IS NULL
                                AND r.row_group = $10::jsonb->>'row_group') >= $14::integer THEN 'no_room' END AS refusal
  FROM target)sql";

// $5 labels, $6 mission, $7 year, $8 serial, $9 entry row, $10 row to add or NULL, $11 row to change or NULL,
// $12 data key row, $13 the case's type, as `type@version`, $14 how many rows the group may have.
const std::string& SaveRowSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Step("target", kCaseToAddTo)
        .StepOnce("row_held", kRowHeld)
        .Step("fit", kRowFits)
        .Answer("mission, uid", "fit WHERE refusal IS NULL")
        .Insert("added", kRowTable,
                absl::StrCat("SELECT new.* FROM answered a, jsonb_populate_record(NULL::group_row, ",
                             InCase("$10"), ") AS new WHERE $10::jsonb IS NOT NULL"))
        .UpdateRow("changed", kRowTable, "answered a", InCase("$11"),
                   "w.mission = a.mission AND w.case_uid = a.case_uid AND w.uid = new.uid")
        .InsertRow("keyed", kDataKeyTable, "answered a", InCase("$12"), "ON CONFLICT DO NOTHING")
        .InsertRow("told", kEntryTable, "answered a", InCase("$9"));
    return statement.Done({.from = "answered", .about = "mission, case_uid"}, "refusal", "uid,", "fit");
  }();
  return sql;
}

}  // namespace

absl::StatusOr<WriteOutcome> SaveRow(Connection& connection, const WriteContext& context,
                                     const RowChange& change) {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = {change.number.mission, ""};  // The statement fills in the case's uid.
    const auto written =
        AddToCase(connection, context, SaveRowSql(), change.number, change.response,
                  [&](const DataKey& seal) -> std::vector<Param> {
                    const auto row = [&](const std::optional<v1::Row>& one) {
                      return one ? Param(ToRow(key, *one, seal).dump()) : std::nullopt;
                    };
                    return {ToRow(key, change.entry.message, change.entry.triggers, seal).dump(),
                            row(change.added),
                            row(change.changed),
                            ToRow(key, seal).dump(),
                            change.type,
                            absl::StrCat(change.most)};
                  });
    if (!written.ok()) return written.status();
    return OutcomeOf(*written);
  });
}

}  // namespace arasha::storage
