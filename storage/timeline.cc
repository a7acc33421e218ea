#include "storage/timeline.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/pg_errors.h"

namespace arasha::storage {

using nlohmann::json;

// $1 to $9: WriteParams. $10 mission, $11 year, $12 serial, $13 entry row, $14 although closed, $15 party
// row to add or NULL, $16 uid of the party to remove or NULL, $17 response.
//
// Rows that go into the case get its uid here, since the caller knows the case by its number.
const absl::string_view kAppend = R"sql(
WITH target AS (
  SELECT mission, uid, open FROM case_file
  WHERE mission = $10::text AND year = $11::smallint AND serial = $12::integer
), named AS (
  SELECT coalesce($16::uuid, CASE WHEN $15::jsonb IS NULL THEN ($13::jsonb->>'party_uid')::uuid END) AS party_uid
), fit AS (
  SELECT t.mission, t.uid, t.open,
         n.party_uid IS NULL OR EXISTS (
           SELECT 1 FROM party p WHERE p.mission = t.mission AND p.case_uid = t.uid AND p.uid = n.party_uid
             AND p.removed_at IS NULL) AS party_stands
  FROM target t, named n
), answered AS (
  INSERT INTO request (principal, request_id, method, content_hash, mission, case_uid, response, created_at)
  SELECT $3::text, $8::uuid, $5::text, $9::bytea, mission, uid, $17::bytea, $1::timestamptz
  FROM fit WHERE party_stands AND (open OR $14::boolean)
  ON CONFLICT DO NOTHING
  RETURNING mission, case_uid
), joined AS (
  INSERT INTO party AS p
  SELECT new.* FROM answered a, jsonb_populate_record(
    NULL::party, $15::jsonb || jsonb_build_object('case_uid', a.case_uid)) AS new
  WHERE $15::jsonb IS NOT NULL
  RETURNING p AS row
), left_case AS (
  UPDATE party AS p SET removed_at = $1::timestamptz, version = p.version + 1
  FROM answered a
  WHERE p.mission = a.mission AND p.case_uid = a.case_uid AND p.uid = $16::uuid AND p.removed_at IS NULL
  RETURNING p AS row
), told AS (
  INSERT INTO entry AS e
  SELECT new.* FROM answered a, jsonb_populate_record(
    NULL::entry, $13::jsonb || jsonb_build_object('case_uid', a.case_uid)) AS new
  RETURNING e AS row
), met AS (
  UPDATE deadline AS d SET met_at = (t.row).happened_at, version = d.version + 1
  FROM told t
  WHERE d.mission = (t.row).mission AND d.case_uid = (t.row).case_uid AND d.met_by && (t.row).triggers
    AND d.started_at <= (t.row).happened_at
    AND (d.met_at IS NULL OR d.met_at > (t.row).happened_at)
    AND (d.stopped_at IS NULL OR d.stopped_at >= (t.row).happened_at)
  RETURNING d AS row
), objects AS (
  SELECT audit_object('entry', (row).uid::text, 1, $6::bytea, audit_state(row)) AS object FROM told
  UNION ALL
  SELECT audit_object('party', (row).uid::text, (row).version, $6::bytea, audit_state(row)) FROM joined
  UNION ALL
  SELECT audit_object('party', (row).uid::text, (row).version, $6::bytea, audit_state(row)) FROM left_case
  UNION ALL
  SELECT audit_object('deadline', (row).rule, (row).version, $6::bytea, audit_state(row)) FROM met
)
SELECT open, party_stands, EXISTS (SELECT 1 FROM answered),
       (SELECT audit_append($1::timestamptz, $2::text, $3::text, $4::bytea, $5::text, mission, case_uid, $8::uuid,
                            $6::bytea, $7::bytea,
                            (SELECT string_agg(object, ''::bytea ORDER BY object) FROM objects))
        FROM answered)
FROM fit)sql";

absl::StatusOr<AppendOutcome> AppendToTimeline(Connection& connection, const WriteContext& context,
                                               const Append& append) {
  return Guarded([&]() -> absl::StatusOr<AppendOutcome> {
    const CaseKey key = {append.number.mission, ""};  // The statement fills in the case's uid.
    std::vector<Param> params = WriteParams(context);
    params.emplace_back(append.number.mission);
    params.emplace_back(absl::StrCat(append.number.year));
    params.emplace_back(absl::StrCat(append.number.serial));
    params.emplace_back(ToRow(key, append.entry.message, append.entry.triggers).dump());
    params.emplace_back(append.although_closed ? "true" : "false");
    params.emplace_back(append.new_party ? Param(ToRow(key, *append.new_party).dump()) : std::nullopt);
    params.emplace_back(append.removed_party.empty() ? std::nullopt : Param(append.removed_party));
    params.emplace_back(BytesText(append.response));
    auto result = connection.Execute(kAppend, params);
    if (!result.ok()) return result.status();
    if (result->empty()) return AppendOutcome{};
    const pqxx::row row = result->front();
    return AppendOutcome{.appended = row[2].as<bool>(),
                         .found = true,
                         .open = row[0].as<bool>(),
                         .party_stands = row[1].as<bool>()};
  });
}

namespace {

// $1 mission, $2 year, $3 serial, $4 party.
constexpr absl::string_view kPartyStands = R"sql(
SELECT 1 FROM case_file c JOIN party p ON p.mission = c.mission AND p.case_uid = c.uid
WHERE c.mission = $1::text AND c.year = $2::smallint AND c.serial = $3::integer AND p.uid = $4::uuid
  AND p.removed_at IS NULL)sql";

}  // namespace

absl::StatusOr<bool> PartyStands(Connection& connection, const CaseNumber& number,
                                 absl::string_view party_uid) {
  auto result = connection.Execute(kPartyStands, {number.mission, absl::StrCat(number.year),
                                                  absl::StrCat(number.serial), std::string(party_uid)});
  if (!result.ok()) return result.status();
  return !result->empty();
}

namespace {

// $1 to $7: AuditParams. $8 mission, $9 year, $10 serial, $11 limit, $12 and $13 the position, or NULL.
constexpr absl::string_view kListEntries = R"sql(
SELECT coalesce((SELECT json_agg(row_to_json(page) ORDER BY page.happened_at, page.uid) FROM (
         SELECT e.* FROM entry e
         WHERE e.mission = c.mission AND e.case_uid = c.uid
           AND (e.happened_at, e.uid) > (coalesce($12::timestamptz, '-infinity'),
                                         coalesce($13::uuid, '00000000-0000-0000-0000-000000000000'))
         ORDER BY e.happened_at, e.uid LIMIT $11::integer) AS page), '[]'),
       audit_append($1::timestamptz, $2::text, $3::text, $4::bytea, $5::text, c.mission, c.uid, NULL,
                    $6::bytea, $7::bytea, ''::bytea)
FROM case_file c
WHERE c.mission = $8::text AND c.year = $9::smallint AND c.serial = $10::integer)sql";

}  // namespace

absl::StatusOr<std::optional<TimelinePage>> ListEntries(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, int limit,
                                                        const std::optional<TimelinePosition>& after) {
  return Guarded([&]() -> absl::StatusOr<std::optional<TimelinePage>> {
    std::vector<Param> params = AuditParams(context);
    params.emplace_back(number.mission);
    params.emplace_back(absl::StrCat(number.year));
    params.emplace_back(absl::StrCat(number.serial));
    params.emplace_back(absl::StrCat(limit));
    params.emplace_back(after ? Param(after->happened_at) : std::nullopt);
    params.emplace_back(after ? Param(after->uid) : std::nullopt);
    auto result = connection.Execute(kListEntries, params);
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    TimelinePage page;
    const std::string name = CaseName(number);
    for (const json& row : json::parse(result->front()[0].c_str())) {
      page.entries.push_back(ReadEntry(row, name));
      page.last = {row.at("happened_at").get<std::string>(), row.at("uid").get<std::string>()};
    }
    return page;
  });
}

}  // namespace arasha::storage
