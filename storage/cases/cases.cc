#include "storage/cases/cases.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/approvals.h"
#include "storage/cases/findables.h"
#include "storage/keys/case_keys.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

CaseKey KeyOf(const CaseRow& row) { return {row.number.mission, row.message.uid()}; }

void ReadParties(const std::string& text, absl::Span<const DataKey> keys, v1::Case& message,
                 DamagedRows& damaged) {
  for (const json& row : json::parse(text)) {
    *message.add_parties() = ReadParty(row, message.name(), keys, damaged);
  }
  SetSubject(message);
}

// The keys of the case of a row.
absl::StatusOr<std::vector<DataKey>> KeysOf(const AuditContext& context, const json& row, const json& keys) {
  return ReadKeys(context.sealing->vault, keys, row.at("uid").get_ref<const std::string&>(),
                  !row.at("erased_at").is_null());
}

// What nobody decided on; it is shown with the case while it can be decided.
std::optional<v1::Approval> ReadProposal(const pqxx::field& column, absl::Span<const DataKey> keys,
                                         absl::Time now, v1::Case& message, DamagedRows& damaged) {
  if (column.is_null()) return std::nullopt;
  v1::Approval proposal = ReadApproval(json::parse(column.c_str()), message.name(), keys, damaged);
  if (Waits(proposal, now)) *message.mutable_pending_approval() = proposal;
  return proposal;
}

// SQL for the parties still on the case `c`.
constexpr absl::string_view kPartiesOfCase =
    "(SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.created_at, p.uid), '[]') FROM party p"
    " WHERE p.mission = c.mission AND p.case_uid = c.uid AND p.removed_at IS NULL)";

}  // namespace

std::string FateText(ProposalFate::Fate fate) {
  switch (fate) {
    case ProposalFate::Fate::kApproved:
      return "approved";
    case ProposalFate::Fate::kLapses:
      return "lapses";
    case ProposalFate::Fate::kStays:
      return "stays";
  }
  return "";
}

std::string DeadlinesText(const CaseKey& key, const std::vector<DeadlineRow>& deadlines) {
  json rows = json::array();
  for (const DeadlineRow& deadline : deadlines) rows.push_back(ToRow(key, deadline));
  return rows.dump();
}

std::string EntriesText(const CaseKey& key, const std::vector<EntryRow>& entries, const DataKey& seal) {
  json rows = json::array();
  for (const EntryRow& entry : entries) rows.push_back(ToRow(key, entry.message, entry.triggers, seal));
  return rows.dump();
}

void SetSubject(v1::Case& message) {
  for (const v1::Party& party : message.parties()) {
    if (party.role() != v1::PARTY_ROLE_SUBJECT || party.has_remove_time()) continue;
    message.set_subject(party.display_name());
    return;
  }
}

// $1 context, $2 leaf_head, $3 content_hash, $4 response. $5 case row, $6 party rows, $7 deadline rows, $8
// entry row, $9 data key row, $10 index rows, $11 labels, $12 identifiers to look for, see also_in(). No row
// comes back if the request was answered before: `answered` is then empty, and with it all else.
//
// Nothing can be RETURNed of rows within the case, for row-level security shows them with their case, which
// this statement's snapshot does not hold yet. What is inserted and what the leaf commits to are therefore
// one materialised set each.
const absl::string_view kOpenCase = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), answered AS (
  INSERT INTO request AS r (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea,
         $5::jsonb->>'mission', ($5::jsonb->>'uid')::uuid, $4::bytea, ($2::leaf_head).occurred_at
  FROM caller WHERE known
  ON CONFLICT DO NOTHING
  RETURNING r.mission, r.case_uid, audit_object(r) AS object
), number AS (
  INSERT INTO case_counter AS n (mission, year, last)
  SELECT mission, ($5::jsonb->>'year')::smallint, 1 FROM answered
  ON CONFLICT (mission, year) DO UPDATE SET last = n.last + 1
  RETURNING n.last, audit_object(n) AS object
), opened AS (
  INSERT INTO case_file AS c
  SELECT new.* FROM number, jsonb_populate_record(
    NULL::case_file, $5::jsonb || jsonb_build_object('serial', number.last)) AS new
  RETURNING c AS row
), new_parties AS MATERIALIZED (
  SELECT new FROM number, jsonb_populate_recordset(NULL::party, $6::jsonb) AS new
), parties AS (
  INSERT INTO party SELECT (new).* FROM new_parties
), new_deadlines AS MATERIALIZED (
  SELECT new FROM number, jsonb_populate_recordset(NULL::deadline, $7::jsonb) AS new
), deadlines AS (
  INSERT INTO deadline SELECT (new).* FROM new_deadlines
), new_entry AS MATERIALIZED (
  SELECT new FROM number, jsonb_populate_record(NULL::entry, $8::jsonb) AS new
), told AS (
  INSERT INTO entry SELECT (new).* FROM new_entry
), new_key AS MATERIALIZED (
  SELECT new FROM number, jsonb_populate_record(NULL::data_key, $9::jsonb) AS new
), keyed AS (
  INSERT INTO data_key SELECT (new).* FROM new_key
), new_index AS MATERIALIZED (
  SELECT new FROM number, jsonb_populate_recordset(NULL::case_index, $10::jsonb) AS new
), indexed AS (
  INSERT INTO case_index SELECT (new).* FROM new_index
), also AS MATERIALIZED (
  SELECT a.* FROM number, caller, LATERAL (
    SELECT * FROM also_in($5::jsonb->>'mission', $11::text[], NULL, $12::jsonb) WHERE known) AS a
), objects AS (
  SELECT audit_object('case', (row).uid::text, (row).version, audit_state(row)) AS object FROM opened
  UNION ALL
  SELECT audit_object('party', (new).uid::text, (new).version, audit_state(new)) FROM new_parties
  UNION ALL
  SELECT audit_object('deadline', audit_key(new), (new).version, audit_state(new)) FROM new_deadlines
  UNION ALL
  SELECT audit_object('entry', (new).uid::text, 1, audit_state(new)) FROM new_entry
  UNION ALL
  SELECT audit_object(new) FROM new_key
  UNION ALL
  SELECT audit_object(new) FROM new_index
  UNION ALL
  SELECT object FROM number
  UNION ALL
  SELECT object FROM answered
)
SELECT (row).serial,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(party, year, serial)), '[]') FROM also),
       audit_append($2::leaf_head, 'done', (row).mission, (row).uid,
                    (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects),
                    (SELECT coalesce(string_agg(DISTINCT uuid_send(case_uid), ''::bytea), '') FROM also)) AS leaf
FROM opened)sql";

absl::StatusOr<std::optional<OpenedCase>> OpenCase(Connection& connection, const WriteContext& context,
                                                   const NewCase& new_case) {
  return Guarded([&]() -> absl::StatusOr<std::optional<OpenedCase>> {
    auto seal = context.audit.sealing->vault.NewKey();
    if (!seal.ok()) return seal.status();
    const CaseKey key = KeyOf(new_case.row);
    json parties = json::array();
    for (const v1::Party& party : new_case.row.message.parties()) parties.push_back(ToRow(key, party, *seal));
    auto result = connection.ExecuteAs(
        context.audit.access, kOpenCase,
        {LeafHead(context.audit, context.request_id, *seal), BytesText(context.content_hash),
         SealResponse(context, *seal, new_case.response), ToRow(new_case.row, *seal).dump(), parties.dump(),
         DeadlinesText(key, new_case.deadlines),
         ToRow(key, new_case.opening.message, new_case.opening.triggers, *seal).dump(),
         ToRow(key, *seal).dump(), IndexRows(*context.audit.server_keys, key, new_case.findables),
         ArrayText(context.audit.access.labels),
         WantedIdentifiers(*context.audit.server_keys, new_case.findables)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const int serial = result->front()[0].as<int>();
    OpenedCase opened{.serial = serial, .also_in = ReadAlsoIn(key.mission, result->front()[1].c_str())};
    context.audit.sealing->case_keys.Remember(
        CaseName({new_case.row.number.mission, new_case.row.number.year, serial}), *seal);
    return opened;
  });
}

namespace {

// $1 context, $2 leaf_head, $3 labels, $4 mission, $5 identifiers to look for.
constexpr absl::string_view kFindAlsoIn = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), also AS MATERIALIZED (
  SELECT a.* FROM caller, LATERAL (
    SELECT * FROM also_in($4::text, $3::text[], NULL, $5::jsonb) WHERE known) AS a
)
SELECT coalesce(jsonb_agg(jsonb_build_array(party, year, serial)), '[]'),
       audit_append($2::leaf_head, 'done', $4::text, NULL, ''::bytea,
                    coalesce(string_agg(DISTINCT uuid_send(case_uid), ''::bytea), '')) AS leaf
FROM also)sql";

}  // namespace

absl::StatusOr<AlsoIn> FindAlsoIn(Connection& connection, const AuditContext& context,
                                  const std::string& mission, const std::vector<Findable>& findables) {
  return Guarded([&]() -> absl::StatusOr<AlsoIn> {
    auto result = connection.ExecuteAs(context.access, kFindAlsoIn,
                                       {LeafHead(context), ArrayText(context.access.labels), mission,
                                        WantedIdentifiers(*context.server_keys, findables)});
    if (!result.ok()) return result.status();
    return ReadAlsoIn(mission, result->front()[0].c_str());
  });
}

// $1 context, $2 leaf_head, $3 labels, $4 mission, $5 year, $6 serial. The proposal is that of
// kProposalOfCase.
const absl::string_view kGetCase = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
)
SELECT row_to_json(c),
       (SELECT coalesce(json_agg(row_to_json(p) ORDER BY p.created_at, p.uid), '[]') FROM party p
        WHERE p.mission = c.mission AND p.case_uid = c.uid AND p.removed_at IS NULL),
       (SELECT coalesce(json_agg(row_to_json(d) ORDER BY d.due_at, d.rule), '[]') FROM deadline d
        WHERE d.mission = c.mission AND d.case_uid = c.uid AND d.due_at < 'infinity'),
       (SELECT coalesce(json_agg(json_build_array(k.uid, k.kek, k.wrapped) ORDER BY k.uid), '[]') FROM data_key k
        WHERE k.mission = c.mission AND k.case_uid = c.uid),
       (SELECT json_build_array(a.uid, a.event, a.proposed_by, a.proposed_at, a.expires_at, a.sealed) FROM approval a
        WHERE a.mission = c.mission AND a.case_uid = c.uid AND a.decided_at IS NULL AND a.case_version = c.version),
       audit_append($2::leaf_head, 'done', c.mission, c.uid, ''::bytea, ''::bytea) AS leaf
FROM caller, LATERAL (
  SELECT * FROM case_file c
  WHERE known AND c.mission = $4::text AND c.year = $5::smallint AND c.serial = $6::integer
    AND c.labels && $3::text[]
  OFFSET 0) AS c)sql";

absl::StatusOr<std::optional<FullCase>> GetCase(Connection& connection, const AuditContext& context,
                                                const CaseNumber& number) {
  return Guarded([&]() -> absl::StatusOr<std::optional<FullCase>> {
    auto result = connection.ExecuteAs(context.access, kGetCase,
                                       {LeafHead(context), ArrayText(context.access.labels), number.mission,
                                        absl::StrCat(number.year), absl::StrCat(number.serial)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    const json case_row = json::parse(row[0].c_str());
    auto keys = KeysOf(context, case_row, json::parse(row[3].c_str()));
    if (!keys.ok()) return keys.status();
    FullCase full;
    full.row = ReadCase(case_row, *keys);
    ReadParties(row[1].c_str(), *keys, full.row.message, full.damaged);
    ReadProposal(row[4], *keys, context.now, full.row.message, full.damaged);
    for (const json& deadline : json::parse(row[2].c_str())) full.deadlines.push_back(ReadDeadline(deadline));
    if (!keys->empty()) context.sealing->case_keys.Remember(full.row.message.name(), keys->back());
    return full;
  });
}

// $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 principal, $7 request_id.
absl::StatusOr<std::optional<LoadedCase>> LoadCase(Connection& connection, const WriteContext& context,
                                                   const CaseNumber& number) {
  return Guarded([&]() -> absl::StatusOr<std::optional<LoadedCase>> {
    static const std::string sql =
        absl::StrCat(R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
)
SELECT row_to_json(c), )sql",
                     kPartiesOfCase, ", ", kKeysOfCase, ", ", kProposalOfCase, R"sql(,
       r.method, r.content_hash, CASE WHEN r.case_uid = c.uid THEN r.response END, rc.mission, rc.year, rc.serial,
       changes.first, changes.last
FROM caller, LATERAL (
  SELECT * FROM case_file c
  WHERE known AND c.mission = $3::text AND c.year = $4::smallint AND c.serial = $5::integer
    AND c.labels && $2::text[]
  OFFSET 0) AS c, LATERAL (
  -- Kind 7 is TRANSITION; the opening comes from no state.
  SELECT min(e.happened_at) AS first, max(e.happened_at) AS last FROM entry e
  WHERE e.mission = c.mission AND e.case_uid = c.uid AND e.kind = 7 AND e.from_state IS NOT NULL AND )sql",
                     kEntryStands, R"sql() AS changes
LEFT JOIN request r ON r.principal = $6::text AND r.request_id = $7::uuid
LEFT JOIN case_file rc ON rc.mission = r.mission AND rc.uid = r.case_uid)sql");
    auto result = connection.ExecuteAs(
        context.audit.access, sql,
        {ArrayText(context.audit.access.labels), number.mission, absl::StrCat(number.year),
         absl::StrCat(number.serial), context.audit.actor, context.request_id});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row row = result->front();
    const json case_row = json::parse(row[0].c_str());
    auto keys = KeysOf(context.audit, case_row, json::parse(row[2].c_str()));
    if (!keys.ok()) return keys.status();
    LoadedCase loaded;
    loaded.row = ReadCase(case_row, *keys);
    ReadParties(row[1].c_str(), *keys, loaded.row.message, loaded.damaged);
    loaded.proposal = ReadProposal(row[3], *keys, context.audit.now, loaded.row.message, loaded.damaged);
    // An answer about another case comes without its response: that the id was used before is all there is to
    // say.
    auto answer = ReadAnswer(row, 4, context, *keys);
    if (!answer.ok()) return answer.status();
    loaded.answer = *std::move(answer);
    if (!row[10].is_null()) loaded.first_change = ParseTimeText(row[10].c_str());
    if (!row[11].is_null()) loaded.last_change = ParseTimeText(row[11].c_str());
    loaded.keys = *std::move(keys);
    return loaded;
  });
}

namespace {

// $1 context, $2 leaf_head, $3 content_hash, $4 response. $5 case row, $6 version expected, $7 entry rows,
// $8 deadline rows to start, $9 meetings as [{"keys": […], "at": …, "until": …}], $10 "stop", "resume" or "",
// $11 data key row, $12 index rows to replace, $13 uid of the proposal on which nobody decided, or NULL, $14
// what becomes of it: "approved", "lapses" or "stays", $15 meetings that the case told of before and tells of
// no more, as $9.
//
// `locked` takes the case's row if it is still at the version that was decided on, so that `answered`
// and all that hangs on it happen together or not at all. A proposal takes that lock too but leaves the
// version as it is, so whether there is one is asked once the lock is held. A deadline started here may have
// been met by what is already on the timeline. `moved` locks the deadlines that it computes from: an entry
// added at the same moment meets them without taking the case's row, and must not be undone. For the same
// reason a deadline that `started` moves keeps what met it since this statement's snapshot, as far as that
// lies after the new start. What was met by a field that says something else now is met by whatever else
// meets it: entry_meets_now() looks once the deadline is held.
constexpr absl::string_view kSaveCase = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), locked AS (
  SELECT c.mission, c.uid FROM caller, LATERAL (
    SELECT mission, uid FROM case_file
    WHERE known AND mission = $5::jsonb->>'mission' AND uid = ($5::jsonb->>'uid')::uuid AND version = $6::integer
    FOR NO KEY UPDATE) AS c
), unchanged AS (
  SELECT mission, uid FROM locked WHERE proposal_now(mission, uid) IS NOT DISTINCT FROM $13::uuid
), answered AS (
  INSERT INTO request AS r (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea, mission, uid,
         $4::bytea, ($2::leaf_head).occurred_at
  FROM unchanged
  ON CONFLICT DO NOTHING
  RETURNING r.mission, r.case_uid, audit_object(r) AS object
), saved AS (
  UPDATE case_file AS c
  SET state = new.state, open = new.open, priority = new.priority, assignee = new.assignee,
      host_state = new.host_state, sensitivity = new.sensitivity, compartment = new.compartment,
      labels = new.labels, sealed = new.sealed, received_at = new.received_at, updated_at = new.updated_at,
      closed_at = new.closed_at, version = new.version
  FROM answered a, jsonb_populate_record(NULL::case_file, $5::jsonb) AS new
  WHERE c.mission = a.mission AND c.uid = a.case_uid
  RETURNING c AS row
), meetings AS (
  SELECT ARRAY(SELECT jsonb_array_elements_text(m->'keys')) AS keys, (m->>'at')::timestamptz AS at,
         (m->>'until')::timestamptz AS until
  FROM jsonb_array_elements($9::jsonb) AS m
), undone AS (
  SELECT ARRAY(SELECT jsonb_array_elements_text(m->'keys')) AS keys, (m->>'at')::timestamptz AS at,
         (m->>'until')::timestamptz AS until
  FROM jsonb_array_elements($15::jsonb) AS m
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM answered, jsonb_populate_recordset(NULL::entry, $7::jsonb) AS new
  RETURNING e AS row
), started AS (
  INSERT INTO deadline AS d
    (mission, case_uid, rule, run, source, started_at, due_at, met_by, corrects, met_at, stopped_at, version)
  SELECT new.mission, new.case_uid, new.rule,
         CASE new.run WHEN 0 THEN (SELECT coalesce(max(b.run), 0) + 1 FROM deadline b
                                   WHERE b.mission = new.mission AND b.case_uid = new.case_uid AND b.rule = new.rule)
                      ELSE new.run END,
         new.source, new.started_at, new.due_at, new.met_by, new.corrects,
         least((SELECT min(e.happened_at) FROM entry e
                WHERE e.mission = new.mission AND e.case_uid = new.case_uid AND e.triggers && new.met_by
                  AND e.happened_at >= new.started_at
                  AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.mission = e.mission AND x.case_uid = e.case_uid
                                                          AND x.corrects = e.uid)),
               (SELECT min(greatest(m.at, new.started_at)) FROM meetings m
                WHERE m.keys && new.met_by AND m.until >= new.started_at)),
         CASE WHEN $10::text = 'stop' THEN ($2::leaf_head).occurred_at END, 1
  FROM answered, jsonb_populate_recordset(NULL::deadline, $8::jsonb) AS new
  ON CONFLICT (mission, case_uid, rule, run) DO UPDATE
  SET source = excluded.source, started_at = excluded.started_at, due_at = excluded.due_at,
      met_at = least(excluded.met_at,
                     CASE WHEN d.met_at >= excluded.started_at
                               AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.keys && d.met_by
                                                                       AND d.met_at BETWEEN u.at AND u.until)
                          THEN d.met_at END),
      stopped_at = excluded.stopped_at, version = d.version + 1
  WHERE excluded.started_at < d.started_at
     OR (excluded.corrects AND (excluded.started_at, excluded.due_at) <> (d.started_at, d.due_at))
  RETURNING d AS row
), moved AS (
  UPDATE deadline AS d
  SET met_at = least(n.met_at, n.met_by_case,
                     CASE WHEN n.undone THEN entry_meets_now(n.mission, n.case_uid, d.met_by, d.started_at, d.stopped_at) END),
      stopped_at = n.stopped_at, version = d.version + 1
  FROM (SELECT o.mission, o.case_uid, o.rule, o.run, w.undone, CASE WHEN NOT w.undone THEN o.met_at END AS met_at,
               (SELECT min(greatest(m.at, o.started_at)) FROM meetings m
                WHERE m.keys && o.met_by AND m.until >= o.started_at
                  AND (o.stopped_at IS NULL OR m.at <= o.stopped_at)) AS met_by_case,
               CASE WHEN $10::text = 'stop' THEN coalesce(o.stopped_at, ($2::leaf_head).occurred_at)
                    WHEN $10::text = 'resume' AND NOT EXISTS (SELECT 1 FROM started n WHERE (n.row).rule = o.rule
                                                                                     AND (n.row).run > o.run) THEN NULL
                    ELSE o.stopped_at END AS stopped_at
        FROM answered a JOIN deadline o ON o.mission = a.mission AND o.case_uid = a.case_uid, LATERAL (
          SELECT EXISTS (SELECT 1 FROM undone u WHERE u.keys && o.met_by AND o.met_at BETWEEN u.at AND u.until) AS undone) AS w
        FOR NO KEY UPDATE OF o) AS n
  WHERE d.mission = n.mission AND d.case_uid = n.case_uid AND d.rule = n.rule AND d.run = n.run
    AND (n.undone OR (d.met_at, d.stopped_at) IS DISTINCT FROM (least(n.met_at, n.met_by_case), n.stopped_at))
    AND NOT EXISTS (SELECT 1 FROM started s WHERE (s.row).rule = d.rule AND (s.row).run = d.run)
  RETURNING d AS row
), keyed AS (
  INSERT INTO data_key AS k SELECT new.* FROM answered, jsonb_populate_record(NULL::data_key, $11::jsonb) AS new
  ON CONFLICT DO NOTHING
  RETURNING audit_object(k) AS object
), indexed AS (
  INSERT INTO case_index AS i
  SELECT new.* FROM answered, jsonb_populate_recordset(NULL::case_index, $12::jsonb) AS new
  ON CONFLICT (mission, case_uid, source) DO UPDATE
  SET tokens = excluded.tokens, identifiers = excluded.identifiers, version = i.version + 1
  RETURNING audit_object(i) AS object
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
  SELECT audit_object('deadline', audit_key(row), (row).version, audit_state(row)) FROM started
  UNION ALL
  SELECT audit_object('deadline', audit_key(row), (row).version, audit_state(row)) FROM moved
  UNION ALL
  SELECT audit_object('entry', (row).uid::text, 1, audit_state(row)) FROM told
  UNION ALL
  SELECT object FROM keyed
  UNION ALL
  SELECT object FROM indexed
  UNION ALL
  SELECT object FROM answered
)
SELECT EXISTS (SELECT 1 FROM unchanged), EXISTS (SELECT 1 FROM answered),
       (SELECT audit_append($2::leaf_head, 'done', (row).mission, (row).uid,
                            (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects), ''::bytea)
        FROM saved) AS leaf)sql";

std::string MeetingsText(const std::vector<Meeting>& meetings) {
  json list = json::array();
  for (const Meeting& meeting : meetings) {
    list.push_back(
        {{"keys", meeting.keys}, {"at", TimeText(meeting.at)}, {"until", TimeText(meeting.until)}});
  }
  return list.dump();
}

}  // namespace

absl::StatusOr<SaveOutcome> SaveCase(Connection& connection, const WriteContext& context,
                                     const CaseChange& change) {
  return Guarded([&]() -> absl::StatusOr<SaveOutcome> {
    const CaseKey key = KeyOf(change.row);
    auto result = connection.ExecuteAs(
        context.audit.access, kSaveCase,
        {LeafHead(context.audit, context.request_id, change.key), BytesText(context.content_hash),
         SealResponse(context, change.key, change.response), ToRow(change.row, change.key).dump(),
         absl::StrCat(change.row.version - 1), EntriesText(key, change.entries, change.key),
         DeadlinesText(key, change.deadlines), MeetingsText(change.meetings),
         change.stops     ? "stop"
         : change.resumes ? "resume"
                          : "",
         ToRow(key, change.key).dump(), IndexRows(*context.audit.server_keys, key, change.findables),
         change.proposal.uid.empty() ? std::nullopt : Param(change.proposal.uid),
         FateText(change.proposal.fate), MeetingsText(change.undone)});
    if (!result.ok()) return result.status();
    const pqxx::row row = result->front();
    if (!row[0].as<bool>()) return SaveOutcome::kStale;
    return row[1].as<bool>() ? SaveOutcome::kSaved : SaveOutcome::kAnswered;
  });
}

}  // namespace arasha::storage
