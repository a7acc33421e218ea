#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "nlohmann/json.hpp"
#include "storage/cases/approvals.h"
#include "storage/cases/cases.h"
#include "storage/cases/findables.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// Meetings out of a JSON array.
std::string MeetingsOf(absl::string_view parameter) {
  return absl::StrCat(R"sql(
  SELECT ARRAY(SELECT jsonb_array_elements_text(m->'keys')) AS keys, (m->>'at')::timestamptz AS at,
         (m->>'until')::timestamptz AS until
  FROM jsonb_array_elements()sql",
                      parameter, "::jsonb) AS m");
}

// What is started here may have been met by what is already on the timeline.
constexpr absl::string_view kStarted = R"sql(
    (mission, case_uid, rule, run, source, start_time, due_time, met_by, corrects, calendars, met_time, stop_time,
     ruled_due_time, extended_due_time, extend_time, extensions, paused_since, waive_time, version)
  SELECT new.mission, new.case_uid, new.rule,
         CASE new.run WHEN 0 THEN (SELECT coalesce(max(b.run), 0) + 1 FROM deadline b
                                   WHERE b.mission = new.mission AND b.case_uid = new.case_uid AND b.rule = new.rule)
                      ELSE new.run END,
         new.source, new.start_time, new.due_time, new.met_by, new.corrects, new.calendars,
         least((SELECT min(e.happened_time) FROM entry e
                WHERE e.mission = new.mission AND e.case_uid = new.case_uid AND e.triggers && new.met_by
                  AND e.happened_time >= new.start_time
                  AND NOT EXISTS (SELECT 1 FROM entry x WHERE x.mission = e.mission AND x.case_uid = e.case_uid
                                                          AND x.corrects = e.uid)),
               (SELECT min(greatest(m.at, new.start_time)) FROM meetings m
                WHERE m.keys && new.met_by AND m.until >= new.start_time)),
         coalesce(new.waive_time, CASE WHEN $10::text = 'stop' THEN ($2::leaf_head).occurred_time END),
         new.ruled_due_time, new.extended_due_time, new.extend_time, new.extensions, new.paused_since, new.waive_time, 1
  FROM answered, jsonb_populate_recordset(NULL::deadline, $8::jsonb) AS new)sql";

// A deadline that is moved keeps what met it since this statement's snapshot, as far as that lies after the
// new start, is not undone, and still meets it: in another host state other things may.
constexpr absl::string_view kMoveStarted = R"sql(
  ON CONFLICT (mission, case_uid, rule, run) DO UPDATE
  SET source = excluded.source, start_time = excluded.start_time, due_time = excluded.due_time,
      met_by = excluded.met_by, calendars = excluded.calendars,
      corrects = CASE WHEN $16::boolean THEN excluded.corrects ELSE d.corrects END,
      met_time = least(excluded.met_time,
                     CASE WHEN d.met_by <> excluded.met_by
                          THEN entry_meets_now(d.mission, d.case_uid, excluded.met_by, excluded.start_time, excluded.stop_time)
                          WHEN d.met_time >= excluded.start_time
                               AND NOT EXISTS (SELECT 1 FROM undone u WHERE u.keys && d.met_by
                                                                       AND d.met_time BETWEEN u.at AND u.until)
                          THEN d.met_time END),
      stop_time = excluded.stop_time, ruled_due_time = excluded.ruled_due_time,
      extended_due_time = excluded.extended_due_time, extend_time = excluded.extend_time,
      extensions = excluded.extensions, paused_since = excluded.paused_since, waive_time = excluded.waive_time,
      version = d.version + 1
  WHERE excluded.start_time < d.start_time
     OR ((excluded.corrects OR $16::boolean)
         AND (excluded.source, excluded.start_time, excluded.due_time, excluded.met_by, excluded.calendars)
             IS DISTINCT FROM (d.source, d.start_time, d.due_time, d.met_by, d.calendars)))sql";

constexpr absl::string_view kMovedTo = R"sql(
      met_time = least(n.met_time, n.met_by_case,
                     CASE WHEN n.undone THEN entry_meets_now(n.mission, n.case_uid, d.met_by, d.start_time, d.stop_time) END),
      stop_time = n.stop_time, due_time = n.due_time, ruled_due_time = n.ruled_due_time,
      extended_due_time = n.extended_due_time, extend_time = n.extend_time, extensions = n.extensions,
      paused_since = n.paused_since, waive_time = n.waive_time, version = d.version + 1)sql";

constexpr absl::string_view kMovedFrom = R"sql(
  (SELECT o.mission, o.case_uid, o.rule, o.run, w.undone, CASE WHEN NOT w.undone THEN o.met_time END AS met_time,
               (SELECT min(greatest(m.at, o.start_time)) FROM meetings m
                WHERE m.keys && o.met_by AND m.until >= o.start_time
                  AND (o.stop_time IS NULL OR m.at <= o.stop_time)) AS met_by_case,
               l.due_time, l.ruled_due_time, l.extended_due_time, l.extend_time, l.extensions, l.paused_since, l.waive_time,
               g.given <> '{}' AS altered,
               CASE WHEN l.waive_time IS NOT NULL THEN coalesce(o.stop_time, l.waive_time)
                    WHEN $10::text = 'stop' THEN coalesce(o.stop_time, ($2::leaf_head).occurred_time)
                    WHEN $10::text = 'resume' AND NOT EXISTS (SELECT 1 FROM started n WHERE (n.row).rule = o.rule
                                                                                     AND (n.row).run > o.run) THEN NULL
                    ELSE o.stop_time END AS stop_time
        FROM answered a JOIN deadline o ON o.mission = a.mission AND o.case_uid = a.case_uid, LATERAL (
          SELECT EXISTS (SELECT 1 FROM undone u WHERE u.keys && o.met_by AND o.met_time BETWEEN u.at AND u.until) AS undone) AS w, LATERAL (
          SELECT coalesce((SELECT a FROM jsonb_array_elements($17::jsonb) AS a
                           WHERE a->>'rule' = o.rule AND (a->>'run')::smallint = o.run), '{}') AS given) AS g, LATERAL
          jsonb_populate_record(o, g.given) AS l
        FOR NO KEY UPDATE OF o) AS n
  WHERE d.mission = n.mission AND d.case_uid = n.case_uid AND d.rule = n.rule AND d.run = n.run
    AND (n.undone OR n.altered OR (d.met_time, d.stop_time) IS DISTINCT FROM (least(n.met_time, n.met_by_case), n.stop_time))
    AND NOT EXISTS (SELECT 1 FROM started s WHERE (s.row).rule = d.rule AND (s.row).run = d.run))sql";

// The party to change, held so that another change of it waits or is seen.
constexpr absl::string_view kHeldParty = R"sql(
  SELECT p.version FROM locked l, LATERAL (
    SELECT version FROM party
    WHERE mission = l.mission AND case_uid = l.uid AND uid = ($20::jsonb->>'uid')::uuid AND remove_time IS NULL
    FOR NO KEY UPDATE) AS p)sql";

constexpr absl::string_view kPartyStands = R"sql(
    AND ($20::jsonb IS NULL OR EXISTS (SELECT 1 FROM held WHERE version = ($20::jsonb->>'version')::integer - 1)))sql";

// $5 case row, $6 version expected, $7 entry rows, $8 deadline rows to start, $9 meetings as
// [{"keys": […], "at": …, "until": …}], $10 "stop", "resume" or "", $11 data key row, $12 index rows to
// replace, $13 uid of the proposal on which nobody decided, or NULL, $14 what becomes of it, $15 meetings
// that the case told of before and tells of no more, as $9, $16 each deadline row stands as given, $17 what
// of deadlines that are not started here decisions and pauses change, as [{"rule": …, "run": …, column: …}],
// $18 how many entries a move to another version of the type was decided on, or NULL. With a party or a row
// of a group: $19 one to add or NULL, $20 one to change or NULL.
//
// `locked` takes the case's row if it is still at the version that was decided on, so that `answered` and all
// that hangs on it happen together or not at all. A proposal takes that lock too but leaves the version as it
// is, so whether there is one is asked once the lock is held. `moved` locks the deadlines that it computes
// from: an entry added at the same moment meets them without taking the case's row, and must not be undone.
// What was met by a field that says something else now is met by whatever else meets it: entry_meets_now()
// looks once the deadline is held.
//
// What is added to a case goes by its type (AppendToTimeline) and holds its row so that its key stays: `shut`
// waits for that, and lets nothing more in, so that entries are counted when none is under way.
std::string SaveCaseSql(const AuditedTable* child) {
  WriteStatement statement;
  statement.Step("locked", R"sql(
  SELECT c.mission, c.uid FROM caller, LATERAL (
    SELECT mission, uid FROM case_file
    WHERE known AND mission = $5::jsonb->>'mission' AND uid = ($5::jsonb->>'uid')::uuid AND version = $6::integer
    FOR NO KEY UPDATE) AS c)sql");
  if (child == &kPartyTable) statement.StepOnce("held", kHeldParty);
  statement
      .StepOnce("shut", R"sql(
  SELECT c.uid FROM locked l, LATERAL (
    SELECT uid FROM case_file WHERE $18::bigint IS NOT NULL AND mission = l.mission AND uid = l.uid FOR UPDATE) AS c)sql")
      .Step("unchanged", absl::StrCat(R"sql(
  SELECT mission, uid FROM locked
  WHERE proposal_now(mission, uid) IS NOT DISTINCT FROM $13::uuid
    AND CASE WHEN $18::bigint IS NULL THEN true
             WHEN EXISTS (SELECT 1 FROM shut) THEN entries_now(mission, uid) = $18::bigint
             ELSE false END)sql",
                                      child == &kPartyTable ? kPartyStands : ""))
      .Answer("mission, uid", "unchanged")
      .UpdateRow("saved", kCaseTable, "answered a", "$5::jsonb",
                 "c.mission = a.mission AND c.uid = a.case_uid")
      .Step("meetings", MeetingsOf("$9"))
      .Step("undone", MeetingsOf("$15"))
      .InsertRows("told", kEntryTable, "answered", "$7::jsonb")
      .Insert("started", kDeadlineTable, kStarted, kMoveStarted)
      .Update("moved", kDeadlineTable, kMovedTo, kMovedFrom)
      .InsertRow("keyed", kDataKeyTable, "answered", "$11::jsonb", "ON CONFLICT DO NOTHING")
      .InsertRows("indexed", kCaseIndexTable, "answered", "$12::jsonb", kReplaceIndex);
  if (child != nullptr) {
    statement
        .Insert("added", *child,
                absl::StrCat("SELECT new.* FROM answered, jsonb_populate_record(NULL::", child->name,
                             ", $19::jsonb) AS new WHERE $19::jsonb IS NOT NULL"))
        .UpdateRow(
            "changed", *child, "answered a", "$20::jsonb",
            absl::StrFormat("%1$s.mission = a.mission AND %1$s.case_uid = a.case_uid AND %1$s.uid = new.uid",
                            child->alias));
  }
  DecideProposal(statement, "$13", "$14");
  return statement.Done({.from = "saved", .about = "(row).mission, (row).uid"},
                        StaleUnless("EXISTS (SELECT 1 FROM unchanged)"));
}

// Most changes are of no party and no row, and need not be planned with one.
const std::string& SaveCaseSqlFor(const CaseChange& change) {
  static const std::string alone = SaveCaseSql(nullptr);
  static const std::string with_party = SaveCaseSql(&kPartyTable);
  static const std::string with_row = SaveCaseSql(&kRowTable);
  if (change.new_party || change.changed_party) return with_party;
  return change.added_row || change.changed_row ? with_row : alone;
}

std::string MeetingsText(const std::vector<Meeting>& meetings) {
  json list = json::array();
  for (const Meeting& meeting : meetings) {
    list.push_back(
        {{"keys", meeting.keys}, {"at", TimeText(meeting.at)}, {"until", TimeText(meeting.until)}});
  }
  return list.dump();
}

// What of each of them decisions and pauses change, by column.
std::string LeewaysText(const CaseKey& key, const std::vector<DeadlineRow>& deadlines) {
  json list = json::array();
  for (const DeadlineRow& deadline : deadlines) {
    const json row = ToRow(key, deadline);
    json& altered = list.emplace_back(json::object());
    for (const char* column : {"rule", "run", "due_time", "ruled_due_time", "extended_due_time",
                               "extend_time", "extensions", "paused_since", "waive_time"}) {
      altered[column] = row.at(column);
    }
  }
  return list.dump();
}

}  // namespace

absl::StatusOr<WriteOutcome> SaveCase(Connection& connection, const WriteContext& context,
                                      const CaseChange& change) {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = KeyOf(change.row);
    const auto child = [&](const auto& one) {
      return one ? Param(ToRow(key, *one, change.key).dump()) : std::nullopt;
    };
    std::vector<Param> params = {
        ToRow(change.row, change.key).dump(),
        absl::StrCat(change.row.version - 1),
        EntriesText(key, change.entries, change.key),
        DeadlinesText(key, change.deadlines),
        MeetingsText(change.meetings),
        change.stops     ? "stop"
        : change.resumes ? "resume"
                         : "",
        ToRow(key, change.key).dump(),
        IndexRows(*context.audit.server_keys, key, change.findables),
        change.proposal.uid.empty() ? std::nullopt : Param(change.proposal.uid),
        FateText(change.proposal.fate),
        MeetingsText(change.undone),
        change.whole ? "true" : "false",
        LeewaysText(key, change.altered),
        change.entries_before ? Param(absl::StrCat(*change.entries_before)) : std::nullopt};
    if (change.new_party || change.changed_party) {
      params.push_back(child(change.new_party));
      params.push_back(child(change.changed_party));
    } else if (change.added_row || change.changed_row) {
      params.push_back(child(change.added_row));
      params.push_back(child(change.changed_row));
    }
    auto outcome = WriteAndTell(connection, context, SaveCaseSqlFor(change), OfCase(change.key),
                                change.response, params);
    if (outcome.ok() && *outcome == WriteOutcome::kDone) {
      context.audit.sealing->case_keys.Remember(change.row.message.name(), change.key,
                                                TypeRef(change.row.message));
    }
    return outcome;
  });
}

}  // namespace arasha::storage
