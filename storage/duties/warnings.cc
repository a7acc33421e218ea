#include "storage/duties/warnings.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/keys/case_keys.h"
#include "storage/keys/kept_fields.h"
#include "storage/log/read_leaves.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/json_text.h"

namespace arasha::storage {

std::string JoinedIfItHolds(absl::string_view in_place) {
  return absl::StrCat(R"sql(
  JOIN deadline d ON d.mission = w.mission AND d.case_uid = w.case_uid AND d.rule = w.rule AND d.run = w.run
    AND d.due_time = w.due_time AND d.met_time IS NULL AND d.stop_time IS NULL AND d.paused_since IS NULL
    AND NOT (w.recipient = 'assignee' AND c.assignee IS NULL AND EXISTS (
      SELECT 1 FROM warning o
      WHERE o.mission = w.mission AND o.case_uid = w.case_uid AND o.rule = w.rule AND o.run = w.run
        AND o.due_time = w.due_time AND o.warning_rule = w.warning_rule AND o.withdraw_time IS NULL
        AND o.recipient = )sql",
                      in_place, "))");
}

std::string IsToldOf(absl::string_view told_as, absl::string_view in_place) {
  return absl::StrCat(R"sql(
      CASE WHEN w.recipient = 'assignee' AND c.assignee IS NOT NULL THEN c.assignee = ($2::leaf_head).actor
           ELSE CASE w.recipient WHEN 'assignee' THEN )sql",
                      in_place, " ELSE w.recipient END || '@' || w.mission = ANY (", told_as, ") END");
}

// Compared so, an index finds it, and row-level security lets it be asked first.
std::string MayBeToldOf(absl::string_view told_as) {
  return absl::StrCat("recipient = ANY (ARRAY(SELECT split_part(t, '@', 1) FROM unnest(", told_as,
                      ") AS t UNION ALL SELECT 'assignee'))");
}

namespace {

using nlohmann::json;

// Few enough to be read at once, and enough that looking for them costs little.
constexpr int kDeadlinesAtOnce = 500;

// $1 context, $2 until, $3 how many.
constexpr absl::string_view kToLookAt = R"sql(
SELECT o.mission, o.case_uid, o.type, o.type_version, o.host_state, o.rule, o.run, to_json(o.start_time)::text,
       to_json(o.due_time)::text, o.runs, o.warned, extract(epoch FROM o.look_time)
FROM caller, LATERAL (
  SELECT * FROM deadlines_to_look_at($2::timestamptz, $3::integer) WHERE known OFFSET 0) AS o
ORDER BY o.mission, o.case_uid, o.rule, o.run)sql";

// $1 context, $2 notes.
constexpr absl::string_view kNote = R"sql(
SELECT (SELECT note_looked($2::jsonb) WHERE known) FROM caller)sql";

json ToNote(const LookedAt& looked) {
  json note = {{"mission", looked.key.mission}, {"case_uid", looked.key.uid},
               {"rule", looked.rule},           {"run", looked.run},
               {"looked_due_time", nullptr},    {"warn_time", nullptr},
               {"warned", looked.warned}};
  if (looked.due) note["looked_due_time"] = TimeText(*looked.due);
  if (looked.next) note["warn_time"] = TimeText(*looked.next);
  return note;
}

std::string NotesText(absl::Span<const LookedAt> looked) {
  json notes = json::array();
  for (const LookedAt& one : looked) notes.push_back(ToNote(one));
  return notes.dump();
}

std::string WarningsText(const CaseKey& key, absl::Span<const v1::Warning> warnings) {
  json rows = json::array();
  for (const v1::Warning& warning : warnings) {
    json row = ClearColumns(warning);
    row["mission"] = key.mission;
    row["case_uid"] = key.uid;
    row["uid"] = std::string(UidOf(warning.name()));
    row["version"] = 1;
    rows.push_back(std::move(row));
  }
  return rows.dump();
}

// $3 mission, $4 case, $5 the warnings that hold, $6 notes.
const std::string& SaveWarningsSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("held", R"sql(
  SELECT h.mission, h.uid FROM caller, LATERAL (
    SELECT mission, uid FROM case_file WHERE known AND mission = $3::text AND uid = $4::uuid FOR KEY SHARE) AS h)sql")
        .InsertRows("given", kWarningTable, "held", "$5::jsonb",
                    "ON CONFLICT (mission, case_uid, rule, run, warning_rule, recipient, due_time) "
                    "DO UPDATE SET withdraw_time = NULL, seen_by = NULL, seen_time = NULL, "
                    "version = w.version + 1 "
                    "WHERE w.withdraw_time IS NOT NULL")
        .Update("withdrawn", kWarningTable,
                "withdraw_time = ($2::leaf_head).occurred_time, version = w.version + 1", R"sql(
  held, jsonb_populate_recordset(NULL::deadline, $6::jsonb) AS n
  WHERE w.mission = held.mission AND w.case_uid = held.uid AND w.rule = n.rule AND w.run = n.run
    AND w.withdraw_time IS NULL AND NOT EXISTS (
      SELECT 1 FROM jsonb_populate_recordset(NULL::warning, $5::jsonb) AS g
      WHERE g.rule = w.rule AND g.run = w.run AND g.due_time = w.due_time AND g.warning_rule = w.warning_rule
        AND g.recipient = w.recipient))sql")
        .Step("changed", R"sql(
  SELECT (row).mission, (row).case_uid FROM given UNION SELECT (row).mission, (row).case_uid FROM withdrawn)sql");
    return statement.LeafAlone({.from = "changed", .about = "mission, case_uid"},
                               "(SELECT count(*) FROM given), (SELECT note_looked($6::jsonb) FROM held),");
  }();
  return sql;
}

void ReadWarning(const json& row, const CaseNumber& number, v1::Warning& warning) {
  const std::string parent = CaseName(number);
  ReadClearColumns(row, parent, warning);
  warning.set_name(absl::StrCat(parent, "/warnings/", row.at("uid").get_ref<const std::string&>()));
}

// A warning holds while its deadline runs, and is due as it was warned of. $1 context, $2 leaf_head, $3
// labels, $4 missions, $5 limit, $6 and $7 the position, or NULL, $8 the case or NULL, $9 mine, $10 what the
// actor is told as, $11 who is told in place of an assignee. `which`: a condition on warnings.
std::string ListWarningsSql(absl::string_view which) {
  return absl::StrCat(
      R"sql(
, page AS MATERIALIZED ()sql",
      WithinPage(absl::StrCat(R"sql(
  SELECT w.*, c.year, c.serial, c.type, c.assignee
  FROM caller, LATERAL (SELECT * FROM warning WHERE known AND withdraw_time IS NULL AND )sql",
                              which, R"sql(
    AND ($6::timestamptz IS NULL OR (due_time, uid) > ($6::timestamptz, $7::uuid)) AND (NOT $9::boolean OR )sql",
                              MayBeToldOf("$10::text[]"), R"sql()
    ORDER BY due_time, uid OFFSET 0) AS w
  JOIN case_file c ON c.mission = w.mission AND c.uid = w.case_uid AND c.labels && $3::text[] AND c.erase_time IS NULL)sql",
                              JoinedIfItHolds("$11::text"), R"sql(
  WHERE (NOT $9::boolean OR )sql",
                              IsToldOf("$10::text[]", "$11::text"), R"sql()
  ORDER BY w.due_time, w.uid
  LIMIT $5::integer)sql"),
                 "0", "l.due_time, l.uid"),
      R"sql(
)
SELECT coalesce(json_agg(json_build_array(row_to_json(w), w.year, w.serial, c.keys, c.subject) ORDER BY w.due_time, w.uid), '[]'),
       audit_read($2::leaf_head, CASE WHEN cardinality($4::text[]) = 1 THEN ($4::text[])[1] END, $8::uuid,
                    coalesce(string_agg(DISTINCT uuid_send(w.case_uid), ''::bytea), '')) AS read
FROM page AS w, LATERAL (
  SELECT keys, subject FROM full_case WHERE mission = w.mission AND uid = w.case_uid OFFSET 0) AS c)sql");
}

const std::string& SqlFor(const WarningQuery& query) {
  static const std::string of_case = ListWarningsSql("mission = ($4::text[])[1] AND case_uid = $8::uuid");
  static const std::string of_missions =
      ListWarningsSql("mission = ANY ($4::text[]) AND seen_time IS NULL AND $8::uuid IS NULL");
  return query.case_uid ? of_case : of_missions;
}

// $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 uid.
constexpr absl::string_view kFindWarning = R"sql(
SELECT row_to_json(w), c.assignee, c.type
FROM caller, LATERAL (
  SELECT mission, uid, assignee, type FROM case_file
  WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer AND labels && $2::text[]
    AND erase_time IS NULL
  OFFSET 0) AS c
JOIN warning w ON w.mission = c.mission AND w.case_uid = c.uid AND w.uid = $6::uuid AND w.withdraw_time IS NULL
JOIN deadline d ON d.mission = w.mission AND d.case_uid = w.case_uid AND d.rule = w.rule AND d.run = w.run
  AND d.due_time = w.due_time AND d.met_time IS NULL AND d.stop_time IS NULL AND d.paused_since IS NULL)sql";

// $5 mission, $6 year, $7 serial, $8 uid, $9 version expected, $10 who, $11 when, or NULL.
const std::string& SaveSeenSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT l.* FROM caller, LATERAL (
    SELECT mission, uid FROM case_file
    WHERE known AND mission = $5::text AND year = $6::smallint AND serial = $7::integer AND erase_time IS NULL
    OFFSET 0) AS c, LATERAL (
    SELECT mission, case_uid, uid FROM warning
    WHERE mission = c.mission AND case_uid = c.uid AND uid = $8::uuid AND version = $9::integer
      AND withdraw_time IS NULL
    FOR NO KEY UPDATE) AS l)sql")
        .Answer("mission, case_uid", "locked")
        .Update("seen", kWarningTable,
                "seen_by = $10::text, seen_time = $11::timestamptz, version = w.version + 1", R"sql(
  answered WHERE w.mission = answered.mission AND w.case_uid = answered.case_uid AND w.uid = $8::uuid
    AND w.seen_time IS NULL)sql");
    return statement.Done({.from = "answered", .about = "mission, case_uid"},
                          StaleUnless("EXISTS (SELECT 1 FROM locked)"));
  }();
  return sql;
}

}  // namespace

absl::StatusOr<std::vector<DeadlineToLookAt>> FindDeadlinesToLookAt(Connection& connection,
                                                                    const AccessContext& context,
                                                                    absl::Time until) {
  return Guarded([&]() -> absl::StatusOr<std::vector<DeadlineToLookAt>> {
    const auto result =
        connection.ExecuteAs(context, kToLookAt, {TimeText(until), absl::StrCat(kDeadlinesAtOnce)});
    if (!result.ok()) return result.status();
    std::vector<DeadlineToLookAt> found;
    for (const pqxx::row& row : *result) {
      const auto time = [&](int column) {
        return ParseTimeText(ParseJsonText(row[column].c_str()).get_ref<const std::string&>());
      };
      DeadlineToLookAt& one = found.emplace_back();
      one.key = {row[0].as<std::string>(), row[1].as<std::string>()};
      one.type = row[2].as<std::string>();
      one.type_version = row[3].as<int>();
      one.host_state = row[4].as<std::string>();
      one.rule = row[5].as<std::string>();
      one.run = row[6].as<int>();
      one.runs = row[9].as<bool>();
      one.warned = row[10].as<bool>();
      // What runs no more may be due at no time that could be told.
      if (one.runs) {
        one.start = time(7);
        one.due = time(8);
      }
      const std::string since = row[11].as<std::string>();
      one.since = since == "-Infinity"
                      ? absl::InfinitePast()
                      : absl::FromUnixMicros(static_cast<int64_t>(row[11].as<double>() * 1e6));
    }
    return found;
  });
}

absl::Status NoteLooked(Connection& connection, const AccessContext& context,
                        absl::Span<const LookedAt> looked) {
  return connection.ExecuteAs(context, kNote, {NotesText(looked)}).status();
}

absl::StatusOr<int> SaveWarnings(Connection& connection, const AuditContext& context, const CaseKey& key,
                                 absl::Span<const v1::Warning> warnings, absl::Span<const LookedAt> looked) {
  return Guarded([&]() -> absl::StatusOr<int> {
    const auto result = connection.ExecuteAs(
        context.access, SaveWarningsSql(),
        {LeafHead(context), key.mission, key.uid, WarningsText(key, warnings), NotesText(looked)});
    if (!result.ok()) return result.status();
    return result->front()[0].as<int>();
  });
}

absl::StatusOr<WarningPage> ListWarnings(Connection& connection, const AuditContext& context,
                                         const WarningQuery& query) {
  return Guarded([&]() -> absl::StatusOr<WarningPage> {
    const auto result =
        Read(connection, context, SqlFor(query),
             {ArrayText(context.access.labels), ArrayText(query.missions), absl::StrCat(query.limit),
              query.after ? Param(query.after->value) : std::nullopt,
              query.after ? Param(query.after->uid) : std::nullopt, query.case_uid,
              query.mine ? "true" : "false", ArrayText(query.told_as), query.in_place});
    if (!result.ok()) return result.status();
    WarningPage page;
    int listed = 0;
    for (const json& item : ParseJsonText(result->front()[0].c_str())) {
      const json& row = item.at(0);
      v1::Warning& warning = page.warnings.emplace_back();
      ReadWarning(row, {row.at("mission").get<std::string>(), item.at(1).get<int>(), item.at(2).get<int>()},
                  warning);
      warning.set_case_type(row.at("type").get<std::string>());
      if (!row.at("assignee").is_null()) warning.set_assignee(row.at("assignee").get<std::string>());
      auto keys = ReadKeys(context.sealing->vault, item.at(3),
                           row.at("case_uid").get_ref<const std::string&>(), /*erased=*/false);
      if (!keys.ok() && !absl::IsDataLoss(keys.status())) return keys.status();
      if (!keys.ok()) page.damaged.push_back(keys.status());
      if (!item.at(4).is_null()) {
        warning.set_subject(
            ReadPartyName(item.at(4), keys.ok() ? *keys : std::vector<DataKey>(), page.damaged));
      }
      page.last = {row.at("due_time").get<std::string>(), row.at("uid").get<std::string>()};
      listed = row.at("listed").get<int>();
    }
    page.goes_on = GoesOn(listed, page.warnings.size(), query.limit);
    return page;
  });
}

absl::StatusOr<std::optional<FoundWarning>> FindWarning(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, absl::string_view uid) {
  return Guarded([&]() -> absl::StatusOr<std::optional<FoundWarning>> {
    const auto result =
        connection.ExecuteAs(context.access, kFindWarning,
                             {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
                              absl::StrCat(number.serial), std::string(uid)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const json row = ParseJsonText(result->front()[0].c_str());
    FoundWarning found;
    ReadWarning(row, number, found.message);
    found.message.set_assignee(result->front()[1].as<std::string>(""));
    found.message.set_case_type(result->front()[2].as<std::string>());
    found.version = row.at("version").get<int>();
    return found;
  });
}

absl::StatusOr<WriteOutcome> SaveSeen(Connection& connection, const WriteContext& context,
                                      const CaseNumber& number, const FoundWarning& found,
                                      absl::string_view response) {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const v1::Warning& seen = found.message;
    return WriteAndTell(connection, context, SaveSeenSql(), OfRegister(*context.audit.server_keys), response,
                        {number.mission, absl::StrCat(number.year), absl::StrCat(number.serial),
                         std::string(UidOf(seen.name())), absl::StrCat(found.version), seen.seen_by(),
                         TimeText(ToTime(seen.seen_time()))});
  });
}

}  // namespace arasha::storage
