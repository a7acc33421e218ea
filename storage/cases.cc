#include "storage/cases.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

template <typename Rows, typename... Key>
std::string RowsText(const Rows& rows, const Key&... key) {
  json array = json::array();
  for (const auto& row : rows) array.push_back(ToRow(key..., row));
  return array.dump();
}

CaseKey KeyOf(const CaseRow& row) { return {row.number.mission, row.message.uid()}; }

void ReadParties(const std::string& text, v1::Case& message) {
  for (const json& row : json::parse(text)) *message.add_parties() = ReadParty(row, message.name());
}

}  // namespace

void SetSubject(v1::Case& message) {
  for (const v1::PartyRole role : {v1::PARTY_ROLE_SUBJECT, v1::PARTY_ROLE_APPLICANT}) {
    for (const v1::Party& party : message.parties()) {
      if (party.role() != role || party.has_remove_time()) continue;
      message.set_subject(party.display_name());
      return;
    }
  }
}

// $1 to $9: WriteParams. $10 case row, $11 party rows, $12 deadline rows, $13 entry row, $14 response.
// No row comes back if the request was answered before: `answered` is then empty, and with it all else.
const absl::string_view kOpenCase = R"sql(
WITH answered AS (
  INSERT INTO request (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  VALUES ($3::text, $8::uuid, $5::text, $9::bytea, $10::jsonb->>'mission', ($10::jsonb->>'uid')::uuid,
          $14::bytea, $1::timestamptz)
  ON CONFLICT DO NOTHING
  RETURNING mission, case_uid
), number AS (
  INSERT INTO case_counter AS n (mission, year, last)
  SELECT mission, ($10::jsonb->>'year')::smallint, 1 FROM answered
  ON CONFLICT (mission, year) DO UPDATE SET last = n.last + 1
  RETURNING last
), opened AS (
  INSERT INTO case_file AS c
  SELECT new.* FROM number, jsonb_populate_record(
    NULL::case_file, $10::jsonb || jsonb_build_object('serial', number.last)) AS new
  RETURNING c AS row
), parties AS (
  INSERT INTO party AS p
  SELECT new.* FROM number, jsonb_populate_recordset(NULL::party, $11::jsonb) AS new
  RETURNING p AS row
), deadlines AS (
  INSERT INTO deadline AS d
  SELECT new.* FROM number, jsonb_populate_recordset(NULL::deadline, $12::jsonb) AS new
  RETURNING d AS row
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM number, jsonb_populate_record(NULL::entry, $13::jsonb) AS new
  RETURNING e AS row
), objects AS (
  SELECT audit_object('case', (row).uid::text, (row).version, $6::bytea, audit_state(row)) AS object FROM opened
  UNION ALL
  SELECT audit_object('party', (row).uid::text, (row).version, $6::bytea, audit_state(row)) FROM parties
  UNION ALL
  SELECT audit_object('deadline', (row).rule, (row).version, $6::bytea, audit_state(row)) FROM deadlines
  UNION ALL
  SELECT audit_object('entry', (row).uid::text, 1, $6::bytea, audit_state(row)) FROM told
)
SELECT (row).serial,
       audit_append($1::timestamptz, $2::text, $3::text, $4::bytea, $5::text, (row).mission, (row).uid, $8::uuid,
                    $6::bytea, $7::bytea, (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects))
FROM opened)sql";

absl::StatusOr<std::optional<int>> OpenCase(Connection& connection, const WriteContext& context,
                                            const NewCase& new_case) {
  return Guarded([&]() -> absl::StatusOr<std::optional<int>> {
    const CaseKey key = KeyOf(new_case.row);
    std::vector<Param> params = WriteParams(context);
    params.emplace_back(ToRow(new_case.row).dump());
    params.emplace_back(RowsText(new_case.row.message.parties(), key));
    params.emplace_back(RowsText(new_case.deadlines, key));
    params.emplace_back(ToRow(key, new_case.opening.message, new_case.opening.triggers).dump());
    params.emplace_back(BytesText(new_case.response));
    auto result = connection.Execute(kOpenCase, params);
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    return result->front()[0].as<int>();
  });
}

// $1 to $7: AuditParams. $8 mission, $9 year, $10 serial.
const absl::string_view kGetCase = R"sql(
SELECT row_to_json(c),
       (SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.created_at, p.uid), '[]') FROM party p
        WHERE p.mission = c.mission AND p.case_uid = c.uid AND p.removed_at IS NULL),
       (SELECT coalesce(json_agg(row_to_json(d) ORDER BY d.due_at, d.rule), '[]') FROM deadline d
        WHERE d.mission = c.mission AND d.case_uid = c.uid),
       audit_append($1::timestamptz, $2::text, $3::text, $4::bytea, $5::text, c.mission, c.uid, NULL,
                    $6::bytea, $7::bytea, ''::bytea)
FROM case_file c
WHERE c.mission = $8::text AND c.year = $9::smallint AND c.serial = $10::integer)sql";

absl::StatusOr<std::optional<FullCase>> GetCase(Connection& connection, const AuditContext& context,
                                                const CaseNumber& number) {
  return Guarded([&]() -> absl::StatusOr<std::optional<FullCase>> {
    std::vector<Param> params = AuditParams(context);
    params.emplace_back(number.mission);
    params.emplace_back(absl::StrCat(number.year));
    params.emplace_back(absl::StrCat(number.serial));
    auto result = connection.Execute(kGetCase, params);
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    FullCase full;
    full.row = ReadCase(json::parse(row[0].c_str()));
    ReadParties(row[1].c_str(), full.row.message);
    SetSubject(full.row.message);
    for (const json& deadline : json::parse(row[2].c_str())) full.deadlines.push_back(ReadDeadline(deadline));
    return full;
  });
}

// $1 mission, $2 year, $3 serial, $4 principal, $5 request_id.
absl::StatusOr<std::optional<LoadedCase>> LoadCase(Connection& connection, const CaseNumber& number,
                                                   absl::string_view principal,
                                                   absl::string_view request_id) {
  return Guarded([&]() -> absl::StatusOr<std::optional<LoadedCase>> {
    static const std::string sql =
        absl::StrCat("SELECT row_to_json(c), ", kSubjectOfCase, ", ", kAnswerColumns, R"sql(
FROM case_file c
LEFT JOIN request r ON r.principal = $4::text AND r.request_id = $5::uuid
LEFT JOIN case_file rc ON rc.mission = r.mission AND rc.uid = r.case_uid
WHERE c.mission = $1::text AND c.year = $2::smallint AND c.serial = $3::integer)sql");
    auto result =
        connection.Execute(sql, {number.mission, absl::StrCat(number.year), absl::StrCat(number.serial),
                                 std::string(principal), std::string(request_id)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    LoadedCase loaded{.row = ReadCase(json::parse(row[0].c_str())), .answer = ReadAnswer(row, 2)};
    if (!row[1].is_null()) loaded.row.message.set_subject(row[1].as<std::string>());
    return loaded;
  });
}

namespace {

// $1 to $9: WriteParams. $10 case row, $11 version expected, $12 entry row, $13 deadline rows to start,
// $14 meetings as [{"keys": […], "at": …}], $15 "stop", "resume" or "", $16 response.
//
// `locked` takes the case's row if it is still at the version that was decided on, so that `answered`
// and all that hangs on it happen together or not at all. A deadline started here may have been met by
// what is already on the timeline.
// `moved` locks the deadlines that it computes from: an entry added at the same moment meets them without
// taking the case's row, and must not be undone. For the same reason a deadline that `started` moves keeps
// what met it since this statement's snapshot, as far as that lies after the new start.
constexpr absl::string_view kSaveCase = R"sql(
WITH locked AS (
  SELECT mission, uid FROM case_file
  WHERE mission = $10::jsonb->>'mission' AND uid = ($10::jsonb->>'uid')::uuid AND version = $11::integer
  FOR NO KEY UPDATE
), answered AS (
  INSERT INTO request (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT $3::text, $8::uuid, $5::text, $9::bytea, mission, uid, $16::bytea, $1::timestamptz FROM locked
  ON CONFLICT DO NOTHING
  RETURNING mission, case_uid
), saved AS (
  UPDATE case_file AS c
  SET state = new.state, open = new.open, priority = new.priority, assignee = new.assignee,
      host_state = new.host_state, summary = new.summary, details = new.details,
      received_at = new.received_at, updated_at = new.updated_at, closed_at = new.closed_at,
      version = new.version
  FROM answered a, jsonb_populate_record(NULL::case_file, $10::jsonb) AS new
  WHERE c.mission = a.mission AND c.uid = a.case_uid
  RETURNING c AS row
), meetings AS (
  SELECT ARRAY(SELECT jsonb_array_elements_text(m->'keys')) AS keys, (m->>'at')::timestamptz AS at
  FROM jsonb_array_elements($14::jsonb) AS m
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM answered, jsonb_populate_record(NULL::entry, $12::jsonb) AS new
  RETURNING e AS row
), started AS (
  INSERT INTO deadline AS d
    (mission, case_uid, rule, source, started_at, due_at, met_by, corrects, met_at, stopped_at, version)
  SELECT new.mission, new.case_uid, new.rule, new.source, new.started_at, new.due_at, new.met_by, new.corrects,
         least((SELECT min(e.happened_at) FROM entry e
                WHERE e.mission = new.mission AND e.case_uid = new.case_uid AND e.triggers && new.met_by
                  AND e.happened_at >= new.started_at),
               (SELECT min(m.at) FROM meetings m WHERE m.keys && new.met_by AND m.at >= new.started_at)),
         CASE WHEN $15::text = 'stop' THEN $1::timestamptz END, 1
  FROM answered, jsonb_populate_recordset(NULL::deadline, $13::jsonb) AS new
  ON CONFLICT (mission, case_uid, rule) DO UPDATE
  SET source = excluded.source, started_at = excluded.started_at, due_at = excluded.due_at,
      met_at = least(excluded.met_at, CASE WHEN d.met_at >= excluded.started_at THEN d.met_at END),
      stopped_at = excluded.stopped_at, version = d.version + 1
  WHERE excluded.started_at < d.started_at
     OR (excluded.corrects AND (excluded.started_at, excluded.due_at) <> (d.started_at, d.due_at))
  RETURNING d AS row
), moved AS (
  UPDATE deadline AS d
  SET met_at = n.met_at, stopped_at = n.stopped_at, version = d.version + 1
  FROM (SELECT o.mission, o.case_uid, o.rule,
               least(o.met_at, (SELECT min(m.at) FROM meetings m
                                WHERE m.keys && o.met_by AND m.at >= o.started_at)) AS met_at,
               CASE $15::text WHEN 'stop' THEN coalesce(o.stopped_at, $1::timestamptz)
                              WHEN 'resume' THEN NULL
                              ELSE o.stopped_at END AS stopped_at
        FROM answered a JOIN deadline o ON o.mission = a.mission AND o.case_uid = a.case_uid
        FOR NO KEY UPDATE OF o) AS n
  WHERE d.mission = n.mission AND d.case_uid = n.case_uid AND d.rule = n.rule
    AND (d.met_at, d.stopped_at) IS DISTINCT FROM (n.met_at, n.stopped_at)
    AND NOT EXISTS (SELECT 1 FROM started WHERE (started.row).rule = d.rule)
  RETURNING d AS row
), objects AS (
  SELECT audit_object('case', (row).uid::text, (row).version, $6::bytea, audit_state(row)) AS object FROM saved
  UNION ALL
  SELECT audit_object('deadline', (row).rule, (row).version, $6::bytea, audit_state(row)) FROM started
  UNION ALL
  SELECT audit_object('deadline', (row).rule, (row).version, $6::bytea, audit_state(row)) FROM moved
  UNION ALL
  SELECT audit_object('entry', (row).uid::text, 1, $6::bytea, audit_state(row)) FROM told
)
SELECT EXISTS (SELECT 1 FROM locked), EXISTS (SELECT 1 FROM answered),
       (SELECT audit_append($1::timestamptz, $2::text, $3::text, $4::bytea, $5::text, (row).mission, (row).uid,
                            $8::uuid, $6::bytea, $7::bytea,
                            (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects))
        FROM saved))sql";

}  // namespace

absl::StatusOr<SaveOutcome> SaveCase(Connection& connection, const WriteContext& context,
                                     const CaseChange& change) {
  return Guarded([&]() -> absl::StatusOr<SaveOutcome> {
    const CaseKey key = KeyOf(change.row);
    json meetings = json::array();
    for (const Meeting& meeting : change.meetings) {
      meetings.push_back({{"keys", meeting.keys}, {"at", TimeText(meeting.at)}});
    }
    std::vector<Param> params = WriteParams(context);
    params.emplace_back(ToRow(change.row).dump());
    params.emplace_back(absl::StrCat(change.row.version - 1));
    params.emplace_back(ToRow(key, change.entry.message, change.entry.triggers).dump());
    params.emplace_back(RowsText(change.deadlines, key));
    params.emplace_back(meetings.dump());
    params.emplace_back(change.stops ? "stop" : change.resumes ? "resume" : "");
    params.emplace_back(BytesText(change.response));
    auto result = connection.Execute(kSaveCase, params);
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    if (!row[0].as<bool>()) return SaveOutcome::kStale;
    return row[1].as<bool>() ? SaveOutcome::kSaved : SaveOutcome::kAnswered;
  });
}

}  // namespace arasha::storage
