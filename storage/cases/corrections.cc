#include "storage/cases/corrections.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/approvals.h"
#include "storage/keys/case_keys.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 entry.
const std::string& FindCorrectableSql() {
  static const std::string sql = absl::StrCat(R"sql(
, target AS MATERIALIZED (
  SELECT c.* FROM caller, LATERAL (
    SELECT mission, uid, keys, erase_time IS NOT NULL AS erased FROM full_case
    WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer AND labels && $2::text[]
    OFFSET 0) AS c
)
SELECT row_to_json(f), x.uid, x.record_time, c.keys,
       (SELECT coalesce(json_agg(json_build_array(e.triggers, e.happened_time)), '[]') FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.uid <> f.uid AND cardinality(e.triggers) > 0
          AND )sql",
                                              kEntryStands, R"sql(),
       (SELECT coalesce(json_agg(row_to_json(d)), '[]') FROM deadline d
        WHERE d.mission = c.mission AND d.case_uid = c.uid),
       (SELECT count(*) FROM entry e WHERE e.mission = c.mission AND e.case_uid = c.uid), c.uid, c.erased,
       -- Kind 7 is TRANSITION.
       NOT EXISTS (SELECT 1 FROM entry e
                   WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.kind = 7
                     AND (e.record_time, e.uid) > (f.record_time, f.uid) AND )sql",
                                              kEntryStands, R"sql(),
       (SELECT max(e.record_time) FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.kind = 7
          AND (e.record_time, e.uid) < (f.record_time, f.uid) AND )sql",
                                              kEntryStands, R"sql()
FROM target c JOIN entry f ON f.mission = c.mission AND f.case_uid = c.uid AND f.uid = $6::uuid
LEFT JOIN entry x ON x.mission = c.mission AND x.case_uid = c.uid AND x.corrects = f.uid)sql");
  return sql;
}

// $5 mission, $6 case, $7 version expected, $8 entry rows, $9 entries expected, $10 versions of deadlines
// expected, by rule and run, $11 deadline rows, $12 data key row, $13 uid of the proposal on which nobody
// decided, or NULL, $14 what becomes of it, $15 state, $16 whether that is open, $17 when it closed.
//
// What it was decided on must still be all there is. Entries are added without taking the case's row, but
// take the rows of the deadlines that they may meet (AppendToTimeline); so once those are held, the number of
// entries tells whether one came in between, and one that comes later waits and looks at what is written
// here.
const std::string& SaveCorrectionSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT c.mission, c.uid FROM caller, LATERAL (
    SELECT mission, uid FROM case_file
    WHERE known AND mission = $5::text AND uid = $6::uuid AND version = $7::integer
    FOR NO KEY UPDATE) AS c)sql")
        .StepOnce("held", R"sql(
  SELECT d.rule, d.run, d.version FROM locked l, LATERAL (
    SELECT rule, run, version FROM deadline WHERE mission = l.mission AND case_uid = l.uid FOR NO KEY UPDATE) AS d)sql")
        .Step("unchanged", R"sql(
  SELECT mission, uid FROM locked
  WHERE CASE WHEN (SELECT coalesce(jsonb_object_agg(rule || '/' || run, version), '{}') FROM held) = $10::jsonb
             THEN entries_now(mission, uid) = $9::bigint AND proposal_now(mission, uid) IS NOT DISTINCT FROM $13::uuid
             ELSE false END)sql")
        .Answer("mission, uid", "unchanged")
        .Update("saved", kCaseTable, R"sql(
      state = $15::text, open = $16::boolean, close_time = $17::timestamptz,
      update_time = ($2::leaf_head).occurred_time, version = c.version + 1)sql",
                "answered a WHERE c.mission = a.mission AND c.uid = a.case_uid")
        .InsertRows("told", kEntryTable, "answered", "$8::jsonb")
        .InsertRows("decided", kDeadlineTable, "answered", "$11::jsonb",
                    absl::StrCat("ON CONFLICT (mission, case_uid, rule, run) DO UPDATE SET ",
                                 SetSettable(kDeadlineTable, "excluded")))
        .InsertRow("keyed", kDataKeyTable, "answered", "$12::jsonb", "ON CONFLICT DO NOTHING");
    DecideProposal(statement, "$13", "$14");
    return statement.Done({.from = "saved", .about = "(row).mission, (row).uid"},
                          StaleUnless("EXISTS (SELECT 1 FROM unchanged)"));
  }();
  return sql;
}

}  // namespace

absl::StatusOr<std::optional<Correctable>> FindCorrectable(Connection& connection,
                                                           const AuditContext& context,
                                                           const CaseNumber& number, absl::string_view uid) {
  return Guarded([&]() -> absl::StatusOr<std::optional<Correctable>> {
    auto result =
        connection.ExecuteAs(context.access, FindCorrectableSql(),
                             {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
                              absl::StrCat(number.serial), std::string(uid)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    auto keys =
        ReadKeys(context.sealing->vault, ParseJsonText(row[3].c_str()), row[7].c_str(), row[8].as<bool>());
    if (!keys.ok()) return keys.status();
    const std::string name = CaseName(number);
    const json entry = ParseJsonText(row[0].c_str());
    Correctable found;
    DamagedRows damaged;  // What cannot be read can be struck out all the same.
    found.entry = ReadEntry(entry, name, *keys, damaged);
    if (!row[1].is_null()) SetCorrected(row[1].c_str(), row[2].c_str(), found.entry);
    found.triggers = entry.at("triggers").get<std::vector<std::string>>();
    found.standing = ReadTimeline(row[4].c_str());
    for (const json& deadline : ParseJsonText(row[5].c_str()))
      found.deadlines.push_back(ReadDeadline(deadline));
    found.entries = row[6].as<int64_t>();
    found.is_last_change = row[9].as<bool>();
    if (!row[10].is_null()) found.changed_before = ParseTimeText(row[10].c_str());
    return found;
  });
}

absl::StatusOr<WriteOutcome> SaveCorrection(Connection& connection, const WriteContext& context,
                                            const Correction& correction) {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = {correction.number.mission, correction.case_uid};
    json versions = json::object();
    for (const DeadlineRow& deadline : correction.deadlines_before) {
      versions[absl::StrCat(deadline.rule, "/", deadline.run)] = deadline.version;
    }
    return WriteAndTell(
        connection, context, SaveCorrectionSql(), OfCase(correction.key), correction.response,
        {key.mission, key.uid, absl::StrCat(correction.case_version),
         EntriesText(key, correction.entries, correction.key), absl::StrCat(correction.entries_before),
         versions.dump(), DeadlinesText(key, correction.deadlines), ToRow(key, correction.key).dump(),
         correction.proposal.uid.empty() ? std::nullopt : Param(correction.proposal.uid),
         FateText(correction.proposal.fate), correction.state, correction.open ? "true" : "false",
         correction.closed ? Param(TimeText(*correction.closed)) : std::nullopt});
  });
}

}  // namespace arasha::storage
