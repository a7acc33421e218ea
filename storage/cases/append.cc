#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/child_rows.h"
#include "storage/cases/findables.h"
#include "storage/cases/timeline.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// The party to change and, in one order, the subjects, so that two who take off a subject each leave one.
constexpr absl::string_view kHeld = R"sql(
  SELECT p.uid = p.changed_uid AS changes, p.version FROM target t, named n, LATERAL (
    SELECT uid, version, n.changed_uid FROM party
    WHERE mission = t.mission AND case_uid = t.uid AND remove_time IS NULL
      AND (uid = n.changed_uid OR ($15::boolean AND role = 2))
    ORDER BY uid
    FOR NO KEY UPDATE) AS p
  WHERE $12::jsonb IS NOT NULL)sql";

constexpr absl::string_view kToldOf = R"sql(
  SELECT coalesce(
    (SELECT coalesce($18::jsonb->p.case_role, $18::jsonb->p.role::text) FROM target t, named n, LATERAL (
       SELECT role, case_role FROM party
       WHERE mission = t.mission AND case_uid = t.uid AND uid = n.party_uid AND remove_time IS NULL
       OFFSET 0) AS p),
    $9::jsonb->'triggers') AS triggers)sql";

constexpr absl::string_view kFit = R"sql(
  SELECT mission, uid, CASE WHEN NOT keyed AND NOT erased THEN 'no_keys'
                            WHEN NOT party_stands THEN 'party_gone'
                            WHEN NOT has_room THEN 'no_room'
                            WHEN erased THEN 'erased'
                            WHEN NOT open AND NOT $10::boolean THEN 'closed'
                            WHEN $20::text <> type || '@' || type_version THEN 'another_type'
                            WHEN NOT in_order THEN 'out_of_order' END AS refusal
  FROM (SELECT t.*,
         NOT ($19::boolean AND EXISTS (
           SELECT 1 FROM deadline d
           WHERE d.mission = t.mission AND d.case_uid = t.uid AND d.corrects AND isfinite(d.start_time)
             AND d.start_time > ($9::jsonb->>'happened_time')::timestamptz
             AND d.met_by && ARRAY(SELECT jsonb_array_elements_text(told_of.triggers)))) AS in_order,
         CASE WHEN $12::jsonb IS NOT NULL
              THEN EXISTS (SELECT 1 FROM held WHERE changes AND version = ($12::jsonb->>'version')::integer - 1)
                   AND (NOT $15::boolean OR EXISTS (SELECT 1 FROM held WHERE NOT changes))
              ELSE n.party_uid IS NULL OR EXISTS (
                SELECT 1 FROM party p WHERE p.mission = t.mission AND p.case_uid = t.uid AND p.uid = n.party_uid
                  AND p.remove_time IS NULL) END AS party_stands,
         $11::jsonb IS NULL OR (
           SELECT count(*) FROM party p WHERE p.mission = t.mission AND p.case_uid = t.uid AND p.remove_time IS NULL)
             < $17::integer
           AND ($21::integer = 0 OR (
             SELECT count(*) FROM party p WHERE p.mission = t.mission AND p.case_uid = t.uid AND p.remove_time IS NULL
               AND p.case_role = $11::jsonb->>'case_role') < $21::integer) AS has_room
  FROM target t, named n, told_of) AS t)sql";

// It locks what the entry may meet before it looks at it: a correction that strikes out what had met it may
// be under way.
constexpr absl::string_view kMetBy = R"sql(
       (SELECT o.*, (t.row).happened_time
        FROM told t JOIN deadline o ON o.mission = (t.row).mission AND o.case_uid = (t.row).case_uid
                                   AND o.met_by && (t.row).triggers
        FOR NO KEY UPDATE OF o) AS n
  WHERE d.mission = n.mission AND d.case_uid = n.case_uid AND d.rule = n.rule AND d.run = n.run
    AND n.start_time <= n.happened_time
    AND (n.met_time IS NULL OR n.met_time > n.happened_time)
    AND (n.stop_time IS NULL OR n.stop_time >= n.happened_time))sql";

}  // namespace

// $5 labels, $6 mission, $7 year, $8 serial, $9 entry row, $10 although closed, $11 party row to add or NULL,
// $12 party row to change or NULL, $13 data key row, $14 index rows of the party, $15 another subject must
// stay, $16 identifiers to look for, see also_in(), $17 how many parties a case may have, $18 the entry's
// keys by the role of the party that it names, of the case's type or general, or NULL, $19 it cannot have
// happened before what the case's opening or fields started, $20 the case's type, as `type@version`, or NULL
// for any, $21 how many may have the role of the type that the party to add has, or 0.
const std::string& AppendSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Step("target", kCaseToAddTo)
        .Step("named", R"sql(
  SELECT CASE WHEN $11::jsonb IS NULL THEN ($9::jsonb->>'party_uid')::uuid END AS party_uid,
         ($12::jsonb->>'uid')::uuid AS changed_uid)sql")
        .StepOnce("held", kHeld)
        .Step("told_of", kToldOf)
        .Step("fit", kFit)
        .Answer("mission, uid", "fit WHERE refusal IS NULL")
        .Insert("joined", kPartyTable,
                absl::StrCat("SELECT new.* FROM answered a, jsonb_populate_record(NULL::party, ",
                             InCase("$11"), ") AS new WHERE $11::jsonb IS NOT NULL"))
        .UpdateRow("changed", kPartyTable, "answered a", InCase("$12"),
                   "p.mission = a.mission AND p.case_uid = a.case_uid AND p.uid = new.uid")
        .InsertRow("keyed", kDataKeyTable, "answered a", InCase("$13"), "ON CONFLICT DO NOTHING")
        .Insert("indexed", kCaseIndexTable,
                "SELECT a.mission, a.case_uid, new.source, new.tokens, new.identifiers, new.version FROM "
                "answered a, "
                "jsonb_populate_recordset(NULL::case_index, $14::jsonb) AS new",
                kReplaceIndex)
        .Delete("unindexed", kCaseIndexTable, R"sql(changed
  WHERE i.mission = (changed.row).mission AND i.case_uid = (changed.row).case_uid AND i.source = (changed.row).uid
    AND (changed.row).remove_time IS NOT NULL)sql")
        .StepOnce("also", R"sql(
  SELECT found.* FROM answered a, LATERAL (
    SELECT * FROM also_in(a.mission, $5::text[], a.case_uid, $16::jsonb)) AS found)sql")
        .InsertRow("told", kEntryTable, "answered a, told_of",
                   "$9::jsonb || jsonb_build_object('case_uid', a.case_uid, 'triggers', told_of.triggers)")
        .Update("met", kDeadlineTable, "met_time = n.happened_time, version = d.version + 1", kMetBy);
    return statement.Done(
        {.from = "answered",
         .about = "mission, case_uid",
         .seen = "(SELECT coalesce(string_agg(DISTINCT uuid_send(also.case_uid), ''::bytea), '') FROM also)"},
        "refusal", R"sql(
       uid, (SELECT coalesce(jsonb_agg(jsonb_build_array(party, year, serial)), '[]') FROM also),)sql",
        "fit");
  }();
  return sql;
}

namespace {

// By the number of a general role, or by the id of one of the type, which is no number.
std::string TriggersText(const Append& append) {
  json by_role = append.triggers_by_case_role;
  for (const auto& [role, keys] : append.triggers_by_role) by_role[absl::StrCat(role)] = keys;
  return by_role.dump();
}

}  // namespace

absl::StatusOr<Appended> AppendToTimeline(Connection& connection, const WriteContext& context,
                                          const Append& append) {
  return Guarded([&]() -> absl::StatusOr<Appended> {
    const CaseKey key = {append.number.mission, ""};  // The statement fills in the case's uid.
    const auto flag = [](bool value) { return value ? "true" : "false"; };
    const auto rows = [&](const DataKey& seal) -> std::vector<Param> {
      const auto party = [&](const std::optional<v1::Party>& one) {
        return one ? Param(ToRow(key, *one, seal).dump()) : std::nullopt;
      };
      return {ToRow(key, append.entry.message, append.entry.triggers, seal).dump(),
              flag(append.although_closed),
              party(append.new_party),
              party(append.changed_party),
              ToRow(key, seal).dump(),
              IndexRows(*context.audit.server_keys, key, append.findables),
              flag(append.subject_must_stay),
              WantedIdentifiers(*context.audit.server_keys, append.findables),
              absl::StrCat(kMaxParties),
              append.triggers_by_role.empty() ? std::nullopt : Param(TriggersText(append)),
              flag(append.follows_starts),
              append.type.empty() ? std::nullopt : Param(append.type),
              absl::StrCat(append.most_in_role)};
    };
    const auto written = AddToCase(connection, context, AppendSql(), append.number, append.response, rows);
    if (!written.ok()) return written.status();
    const auto outcome = OutcomeOf(*written);
    if (!outcome.ok()) return outcome.status();
    Appended appended{.outcome = *outcome, .also_in = {}};
    if (appended.outcome == WriteOutcome::kDone) {
      appended.also_in = ReadAlsoIn(key.mission, written->front()[2].c_str());
    }
    return appended;
  });
}

}  // namespace arasha::storage
