#include "storage/cases/corrections.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/keys/case_keys.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 entry.
const std::string& FindCorrectableSql() {
  static const std::string sql = absl::StrCat(R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), target AS MATERIALIZED (
  SELECT c.* FROM caller, LATERAL (
    SELECT mission, uid, erased_at IS NOT NULL AS erased FROM case_file
    WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer AND labels && $2::text[]
    OFFSET 0) AS c
)
SELECT row_to_json(f), x.uid, x.recorded_at, )sql",
                                              kKeysOfCase, R"sql(,
       (SELECT coalesce(json_agg(json_build_array(e.triggers, e.happened_at)), '[]') FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.uid <> f.uid AND cardinality(e.triggers) > 0
          AND )sql",
                                              kEntryStands, R"sql(),
       (SELECT coalesce(json_agg(row_to_json(d)), '[]') FROM deadline d
        WHERE d.mission = c.mission AND d.case_uid = c.uid),
       (SELECT count(*) FROM entry e WHERE e.mission = c.mission AND e.case_uid = c.uid), c.uid, c.erased,
       -- Kind 7 is TRANSITION.
       NOT EXISTS (SELECT 1 FROM entry e
                   WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.kind = 7
                     AND (e.recorded_at, e.uid) > (f.recorded_at, f.uid) AND )sql",
                                              kEntryStands, R"sql(),
       (SELECT max(e.recorded_at) FROM entry e
        WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.kind = 7
          AND (e.recorded_at, e.uid) < (f.recorded_at, f.uid) AND )sql",
                                              kEntryStands, R"sql()
FROM target c JOIN entry f ON f.mission = c.mission AND f.case_uid = c.uid AND f.uid = $6::uuid
LEFT JOIN entry x ON x.mission = c.mission AND x.case_uid = c.uid AND x.corrects = f.uid)sql");
  return sql;
}

// $1 context, $2 leaf_head, $3 content_hash, $4 response, $5 mission, $6 case, $7 version expected, $8 entry
// rows, $9 entries expected, $10 versions of deadlines expected, by rule and run, $11 deadline rows, $12 data
// key row, $13 uid of the proposal on which nobody decided, or NULL, $14 what becomes of it, as in SaveCase,
// $15 state, $16 whether that is open, $17 when it closed.
//
// What it was decided on must still be all there is. Entries are added without taking the case's row, but
// take the rows of the deadlines that they may meet (AppendToTimeline); so once those are held, the number of
// entries tells whether one came in between, and one that comes later waits and looks at what is written
// here.
constexpr absl::string_view kSaveCorrection = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), locked AS (
  SELECT c.mission, c.uid FROM caller, LATERAL (
    SELECT mission, uid FROM case_file
    WHERE known AND mission = $5::text AND uid = $6::uuid AND version = $7::integer
    FOR NO KEY UPDATE) AS c
), held AS MATERIALIZED (
  SELECT d.rule, d.run, d.version FROM locked l, LATERAL (
    SELECT rule, run, version FROM deadline WHERE mission = l.mission AND case_uid = l.uid FOR NO KEY UPDATE) AS d
), unchanged AS (
  SELECT mission, uid FROM locked
  WHERE CASE WHEN (SELECT coalesce(jsonb_object_agg(rule || '/' || run, version), '{}') FROM held) = $10::jsonb
             THEN entries_now(mission, uid) = $9::bigint AND proposal_now(mission, uid) IS NOT DISTINCT FROM $13::uuid
             ELSE false END
), answered AS (
  INSERT INTO request AS r (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea, mission, uid,
         $4::bytea, ($2::leaf_head).occurred_at
  FROM unchanged
  ON CONFLICT DO NOTHING
  RETURNING r.mission, r.case_uid, audit_object(r) AS object
), saved AS (
  UPDATE case_file AS c
  SET state = $15::text, open = $16::boolean, closed_at = $17::timestamptz,
      updated_at = ($2::leaf_head).occurred_at, version = c.version + 1
  FROM answered a
  WHERE c.mission = a.mission AND c.uid = a.case_uid
  RETURNING c AS row
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM answered, jsonb_populate_recordset(NULL::entry, $8::jsonb) AS new
  RETURNING e AS row
), decided AS (
  INSERT INTO deadline AS d
  SELECT new.* FROM answered, jsonb_populate_recordset(NULL::deadline, $11::jsonb) AS new
  ON CONFLICT (mission, case_uid, rule, run) DO UPDATE
  SET source = excluded.source, started_at = excluded.started_at, due_at = excluded.due_at, met_by = excluded.met_by, corrects = excluded.corrects, met_at = excluded.met_at,
      stopped_at = excluded.stopped_at, version = excluded.version
  RETURNING d AS row
), keyed AS (
  INSERT INTO data_key AS k SELECT new.* FROM answered, jsonb_populate_record(NULL::data_key, $12::jsonb) AS new
  ON CONFLICT DO NOTHING
  RETURNING audit_object(k) AS object
), proposal AS (
  UPDATE approval AS p
  SET decided_by = CASE $14::text WHEN 'approved' THEN ($2::leaf_head).actor END,
      decided_at = CASE $14::text WHEN 'stays' THEN NULL ELSE least(($2::leaf_head).occurred_at, p.expires_at) END,
      approved = CASE $14::text WHEN 'approved' THEN true END,
      case_version = CASE $14::text WHEN 'stays' THEN (s.row).version ELSE p.case_version END,
      version = p.version + 1
  FROM saved s
  WHERE p.mission = (s.row).mission AND p.case_uid = (s.row).uid AND p.uid = $13::uuid
  RETURNING p AS row
), objects AS (
  SELECT audit_object('case', (row).uid::text, (row).version, audit_state(row)) AS object FROM saved
  UNION ALL
  SELECT audit_object('approval', (row).uid::text, (row).version, audit_state(row)) FROM proposal
  UNION ALL
  SELECT audit_object('deadline', audit_key(row), (row).version, audit_state(row)) FROM decided
  UNION ALL
  SELECT audit_object('entry', (row).uid::text, 1, audit_state(row)) FROM told
  UNION ALL
  SELECT object FROM keyed
  UNION ALL
  SELECT object FROM answered
)
SELECT EXISTS (SELECT 1 FROM unchanged), EXISTS (SELECT 1 FROM answered),
       (SELECT audit_append($2::leaf_head, 'done', (row).mission, (row).uid,
                            (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects), ''::bytea)
        FROM saved) AS leaf)sql";

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
        ReadKeys(context.sealing->vault, json::parse(row[3].c_str()), row[7].c_str(), row[8].as<bool>());
    if (!keys.ok()) return keys.status();
    const std::string name = CaseName(number);
    const json entry = json::parse(row[0].c_str());
    Correctable found;
    DamagedRows damaged;  // What cannot be read can be struck out all the same.
    found.entry = ReadEntry(entry, name, *keys, damaged);
    if (!row[1].is_null()) SetCorrected(row[1].c_str(), row[2].c_str(), found.entry);
    found.triggers = entry.at("triggers").get<std::vector<std::string>>();
    for (const json& other : json::parse(row[4].c_str())) {
      const absl::Time at = ParseTimeText(other.at(1).get_ref<const std::string&>());
      found.standing.push_back({other.at(0).get<std::vector<std::string>>(), at, at});
    }
    for (const json& deadline : json::parse(row[5].c_str()))
      found.deadlines.push_back(ReadDeadline(deadline));
    found.entries = row[6].as<int64_t>();
    found.is_last_change = row[9].as<bool>();
    if (!row[10].is_null()) found.changed_before = ParseTimeText(row[10].c_str());
    return found;
  });
}

absl::StatusOr<SaveOutcome> SaveCorrection(Connection& connection, const WriteContext& context,
                                           const Correction& correction) {
  return Guarded([&]() -> absl::StatusOr<SaveOutcome> {
    const CaseKey key = {correction.number.mission, correction.case_uid};
    json versions = json::object();
    for (const DeadlineRow& deadline : correction.deadlines_before) {
      versions[absl::StrCat(deadline.rule, "/", deadline.run)] = deadline.version;
    }
    auto result = connection.ExecuteAs(
        context.audit.access, kSaveCorrection,
        {LeafHead(context.audit, context.request_id, correction.key), BytesText(context.content_hash),
         SealResponse(context, correction.key, correction.response), key.mission, key.uid,
         absl::StrCat(correction.case_version), EntriesText(key, correction.entries, correction.key),
         absl::StrCat(correction.entries_before), versions.dump(), DeadlinesText(key, correction.deadlines),
         ToRow(key, correction.key).dump(),
         correction.proposal.uid.empty() ? std::nullopt : Param(correction.proposal.uid),
         FateText(correction.proposal.fate), correction.state, correction.open ? "true" : "false",
         correction.closed ? Param(TimeText(*correction.closed)) : std::nullopt});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    if (!row[0].as<bool>()) return SaveOutcome::kStale;
    return row[1].as<bool>() ? SaveOutcome::kSaved : SaveOutcome::kAnswered;
  });
}

}  // namespace arasha::storage
