#include "storage/cases/timeline.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/findables.h"
#include "storage/keys/case_keys.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {

using nlohmann::json;

// $1 context, $2 leaf_head, $3 content_hash, $4 response. $5 labels, $6 mission, $7 year, $8 serial, $9 entry
// row, $10 although closed, $11 party row to add or NULL, $12 party row to change or NULL, $13 data key row,
// $14 index rows of the party, $15 another subject must stay, $16 identifiers to look for, see also_in(), $17
// how many parties a case may have, $18 the entry's keys by the role of the party that it names, or NULL, $19
// it cannot have happened before what the case's opening or fields started.
//
// Rows that go into the case get its uid here, since the caller knows the case by its number. `held` locks
// the party to change and, in one order, the subjects, so that two who take off a subject each leave one.
// `met` locks what it may meet before it looks at it: a correction that strikes out what had met it may be
// under way.
const absl::string_view kAppend = R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
), target AS (
  SELECT c.* FROM caller, LATERAL (
    SELECT mission, uid, open, erased_at IS NOT NULL AS erased FROM case_file
    WHERE known AND mission = $6::text AND year = $7::smallint AND serial = $8::integer AND labels && $5::text[]
    OFFSET 0) AS c
), named AS (
  SELECT CASE WHEN $11::jsonb IS NULL THEN ($9::jsonb->>'party_uid')::uuid END AS party_uid,
         ($12::jsonb->>'uid')::uuid AS changed_uid
), held AS MATERIALIZED (
  SELECT p.uid = p.changed_uid AS changes, p.version FROM target t, named n, LATERAL (
    SELECT uid, version, n.changed_uid FROM party
    WHERE mission = t.mission AND case_uid = t.uid AND removed_at IS NULL
      AND (uid = n.changed_uid OR ($15::boolean AND role = 2))
    ORDER BY uid
    FOR NO KEY UPDATE) AS p
  WHERE $12::jsonb IS NOT NULL
), told_of AS (
  SELECT coalesce(
    (SELECT $18::jsonb->p.role::text FROM target t, named n, LATERAL (
       SELECT role FROM party
       WHERE mission = t.mission AND case_uid = t.uid AND uid = n.party_uid AND removed_at IS NULL
       OFFSET 0) AS p),
    $9::jsonb->'triggers') AS triggers
), fit AS (
  SELECT t.mission, t.uid, t.open, t.erased, told_of.triggers,
         NOT ($19::boolean AND EXISTS (
           SELECT 1 FROM deadline d
           WHERE d.mission = t.mission AND d.case_uid = t.uid AND d.corrects AND isfinite(d.started_at)
             AND d.started_at > ($9::jsonb->>'happened_at')::timestamptz
             AND d.met_by && ARRAY(SELECT jsonb_array_elements_text(told_of.triggers)))) AS in_order,
         EXISTS (SELECT 1 FROM data_key k WHERE k.mission = t.mission AND k.case_uid = t.uid) AS keyed,
         CASE WHEN $12::jsonb IS NOT NULL
              THEN EXISTS (SELECT 1 FROM held WHERE changes AND version = ($12::jsonb->>'version')::integer - 1)
                   AND (NOT $15::boolean OR EXISTS (SELECT 1 FROM held WHERE NOT changes))
              ELSE n.party_uid IS NULL OR EXISTS (
                SELECT 1 FROM party p WHERE p.mission = t.mission AND p.case_uid = t.uid AND p.uid = n.party_uid
                  AND p.removed_at IS NULL) END AS party_stands,
         $11::jsonb IS NULL OR (
           SELECT count(*) FROM party p WHERE p.mission = t.mission AND p.case_uid = t.uid AND p.removed_at IS NULL)
             < $17::integer AS has_room
  FROM target t, named n, told_of
), answered AS (
  INSERT INTO request AS r (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT ($2::leaf_head).actor, ($2::leaf_head).request_id, ($2::leaf_head).action, $3::bytea, mission, uid, $4::bytea,
         ($2::leaf_head).occurred_at
  FROM fit WHERE party_stands AND has_room AND in_order AND (open OR $10::boolean) AND NOT erased AND keyed
  ON CONFLICT DO NOTHING
  RETURNING r.mission, r.case_uid, audit_object(r) AS object
), joined AS (
  INSERT INTO party AS p
  SELECT new.* FROM answered a, jsonb_populate_record(
    NULL::party, $11::jsonb || jsonb_build_object('case_uid', a.case_uid)) AS new
  WHERE $11::jsonb IS NOT NULL
  RETURNING p AS row
), changed AS (
  UPDATE party AS p
  SET role = new.role, kind = new.kind, sealed = new.sealed, removed_at = new.removed_at, version = new.version
  FROM answered a, jsonb_populate_record(
    NULL::party, $12::jsonb || jsonb_build_object('case_uid', a.case_uid)) AS new
  WHERE p.mission = a.mission AND p.case_uid = a.case_uid AND p.uid = new.uid
  RETURNING p AS row
), keyed AS (
  INSERT INTO data_key AS k
  SELECT new.* FROM answered a, jsonb_populate_record(
    NULL::data_key, $13::jsonb || jsonb_build_object('case_uid', a.case_uid)) AS new
  ON CONFLICT DO NOTHING
  RETURNING audit_object(k) AS object
), indexed AS (
  INSERT INTO case_index AS i
  SELECT a.mission, a.case_uid, new.source, new.tokens, new.identifiers, new.version
  FROM answered a, jsonb_populate_recordset(NULL::case_index, $14::jsonb) AS new
  ON CONFLICT (mission, case_uid, source) DO UPDATE
  SET tokens = excluded.tokens, identifiers = excluded.identifiers, version = i.version + 1
  RETURNING audit_object(i) AS object
), unindexed AS (
  DELETE FROM case_index AS i USING changed
  WHERE i.mission = (changed.row).mission AND i.case_uid = (changed.row).case_uid AND i.source = (changed.row).uid
    AND (changed.row).removed_at IS NOT NULL
  RETURNING audit_gone(i) AS object
), also AS MATERIALIZED (
  SELECT found.* FROM answered a, LATERAL (
    SELECT * FROM also_in(a.mission, $5::text[], a.case_uid, $16::jsonb)) AS found
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM answered a, told_of, jsonb_populate_record(
    NULL::entry, $9::jsonb || jsonb_build_object('case_uid', a.case_uid, 'triggers', told_of.triggers)) AS new
  RETURNING e AS row
), met AS (
  UPDATE deadline AS d SET met_at = n.happened_at, version = d.version + 1
  FROM (SELECT o.*, (t.row).happened_at
        FROM told t JOIN deadline o ON o.mission = (t.row).mission AND o.case_uid = (t.row).case_uid
                                   AND o.met_by && (t.row).triggers
        FOR NO KEY UPDATE OF o) AS n
  WHERE d.mission = n.mission AND d.case_uid = n.case_uid AND d.rule = n.rule AND d.run = n.run
    AND n.started_at <= n.happened_at
    AND (n.met_at IS NULL OR n.met_at > n.happened_at)
    AND (n.stopped_at IS NULL OR n.stopped_at >= n.happened_at)
  RETURNING d AS row
), objects AS (
  SELECT audit_object('entry', (row).uid::text, 1, audit_state(row)) AS object FROM told
  UNION ALL
  SELECT audit_object('party', (row).uid::text, (row).version, audit_state(row)) FROM joined
  UNION ALL
  SELECT audit_object('party', (row).uid::text, (row).version, audit_state(row)) FROM changed
  UNION ALL
  SELECT audit_object('deadline', audit_key(row), (row).version, audit_state(row)) FROM met
  UNION ALL
  SELECT object FROM keyed
  UNION ALL
  SELECT object FROM indexed
  UNION ALL
  SELECT object FROM unindexed
  UNION ALL
  SELECT object FROM answered
)
SELECT open, party_stands, EXISTS (SELECT 1 FROM answered), erased,
       (SELECT coalesce(jsonb_agg(jsonb_build_array(party, year, serial)), '[]') FROM also), keyed, uid, has_room, in_order,
       (SELECT audit_append($2::leaf_head, 'done', mission, case_uid,
                            (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects),
                            (SELECT coalesce(string_agg(DISTINCT uuid_send(also.case_uid), ''::bytea), '') FROM also))
        FROM answered) AS leaf
FROM fit)sql";

namespace {

std::string TriggersText(const std::map<v1::PartyRole, std::vector<std::string>>& triggers) {
  json by_role = json::object();
  for (const auto& [role, keys] : triggers) by_role[absl::StrCat(role)] = keys;
  return by_role.dump();
}

}  // namespace

absl::StatusOr<AppendOutcome> AppendToTimeline(Connection& connection, const WriteContext& context,
                                               const Append& append) {
  return Guarded([&]() -> absl::StatusOr<AppendOutcome> {
    const CaseKey key = {append.number.mission, ""};  // The statement fills in the case's uid.
    const std::string name = CaseName(append.number);
    auto seal = context.audit.sealing->case_keys.KeyFor(name);
    if (!seal.ok()) return seal.status();
    json data_key = ToRow(key, *seal);
    auto result = connection.ExecuteAs(
        context.audit.access, kAppend,
        {LeafHead(context.audit, context.request_id, *seal), BytesText(context.content_hash),
         SealResponse(context, *seal, append.response), ArrayText(context.audit.access.labels),
         append.number.mission, absl::StrCat(append.number.year), absl::StrCat(append.number.serial),
         ToRow(key, append.entry.message, append.entry.triggers, *seal).dump(),
         append.although_closed ? "true" : "false",
         append.new_party ? Param(ToRow(key, *append.new_party, *seal).dump()) : std::nullopt,
         append.changed_party ? Param(ToRow(key, *append.changed_party, *seal).dump()) : std::nullopt,
         data_key.dump(), IndexRows(*context.audit.server_keys, key, append.findables),
         append.subject_must_stay ? "true" : "false",
         WantedIdentifiers(*context.audit.server_keys, append.findables), absl::StrCat(kMaxParties),
         append.triggers_by_role.empty() ? std::nullopt : Param(TriggersText(append.triggers_by_role)),
         append.follows_starts ? "true" : "false"});
    if (!result.ok()) return result.status();
    if (result->empty()) return AppendOutcome{};
    const pqxx::row row = result->front();
    const AppendOutcome outcome = {.appended = row[2].as<bool>(),
                                   .found = true,
                                   .open = row[0].as<bool>(),
                                   .erased = row[3].as<bool>(),
                                   .party_stands = row[1].as<bool>(),
                                   .has_room = row[7].as<bool>(),
                                   .in_order = row[8].as<bool>(),
                                   .also_in = ReadAlsoIn(key.mission, row[4].c_str())};
    // Among rows that nobody can read any more, one that can be would only hide the damage.
    if (!outcome.appended && !outcome.erased && !row[5].as<bool>()) {
      return Damaged(absl::StrCat("case/", row[6].c_str()), "the case has no data key, and was not erased");
    }
    if (outcome.appended) context.audit.sealing->case_keys.Remember(name, *seal);
    return outcome;
  });
}

namespace {

// $1 context, $2 leaf_head, $3 labels, $4 mission, $5 year, $6 serial, $7 limit, $8 and $9 the position, or
// NULL.
std::string ListEntriesSql() {
  return absl::StrCat(R"sql(
WITH caller AS MATERIALIZED (
  SELECT set_config('arasha.context', $1::text, true) IS NOT NULL AS known
)
SELECT coalesce((SELECT json_agg(json_build_array(row_to_json(page), x.uid, x.recorded_at)
                                 ORDER BY page.happened_at, page.uid) FROM ()sql",
                      WithinPage(R"sql(
         SELECT e.* FROM entry e
         WHERE e.mission = c.mission AND e.case_uid = c.uid
           AND (e.happened_at, e.uid) > (coalesce($8::timestamptz, '-infinity'),
                                         coalesce($9::uuid, '00000000-0000-0000-0000-000000000000'))
         ORDER BY e.happened_at, e.uid LIMIT $7::integer)sql",
                                 "octet_length(l.sealed)", "l.happened_at, l.uid"),
                      R"sql() AS page
         LEFT JOIN entry x ON x.mission = c.mission AND x.case_uid = c.uid AND x.corrects = page.uid), '[]'),
       (SELECT coalesce(json_agg(json_build_array(k.uid, k.kek, k.wrapped) ORDER BY k.uid), '[]') FROM data_key k
        WHERE k.mission = c.mission AND k.case_uid = c.uid), c.uid, c.erased,
       audit_append($2::leaf_head, 'done', c.mission, c.uid, ''::bytea, ''::bytea) AS leaf
FROM caller, LATERAL (
  SELECT mission, uid, erased_at IS NOT NULL AS erased FROM case_file
  WHERE known AND mission = $4::text AND year = $5::smallint AND serial = $6::integer AND labels && $3::text[]
  OFFSET 0) AS c)sql");
}

}  // namespace

absl::StatusOr<std::optional<TimelinePage>> ListEntries(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, int limit,
                                                        const std::optional<PagePosition>& after) {
  return Guarded([&]() -> absl::StatusOr<std::optional<TimelinePage>> {
    static const std::string sql = ListEntriesSql();
    auto result = connection.ExecuteAs(
        context.access, sql,
        {LeafHead(context), ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
         absl::StrCat(number.serial), absl::StrCat(limit), after ? Param(after->value) : std::nullopt,
         after ? Param(after->uid) : std::nullopt});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row found = result->front();
    auto keys = ReadKeys(context.sealing->vault, json::parse(found[1].c_str()), found[2].c_str(),
                         found[3].as<bool>());
    if (!keys.ok()) return keys.status();
    TimelinePage page;
    int listed = 0;
    const std::string name = CaseName(number);
    for (const json& item : json::parse(found[0].c_str())) {
      const json& row = item.at(0);
      v1::Entry& entry = page.entries.emplace_back(ReadEntry(row, name, *keys, page.damaged));
      if (!item.at(1).is_null()) {
        SetCorrected(item.at(1).get<std::string>(), item.at(2).get<std::string>(), entry);
      }
      page.last = {row.at("happened_at").get<std::string>(), row.at("uid").get<std::string>()};
      listed = row.at("listed").get<int>();
    }
    page.goes_on = GoesOn(listed, page.entries.size(), limit);
    if (!keys->empty()) context.sealing->case_keys.Remember(name, keys->back());
    return page;
  });
}

}  // namespace arasha::storage
