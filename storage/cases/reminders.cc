#include "storage/cases/reminders.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/cases.h"
#include "storage/keys/case_keys.h"
#include "storage/keys/kept_fields.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"
#include "storage/postgres/status.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

std::string Place(absl::string_view uid) { return absl::StrCat("reminder/", uid); }

// `case_uid` may be left to the statement.
std::string RowText(const CaseKey& key, const v1::Reminder& reminder, int version, const DataKey& seal) {
  const std::string uid(UidOf(reminder.name()));
  json row = ClearColumns(reminder);
  row.update(json::object({{"mission", key.mission},
                           {"uid", uid},
                           {"sealed", SealPersonal(seal, Place(uid), reminder)},
                           {"version", version}}));
  if (!key.uid.empty()) row["case_uid"] = key.uid;
  return row.dump();
}

// $5 labels, $6 mission, $7 year, $8 serial, $9 reminder row, $10 data key row.
const std::string& AddReminderSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("target", R"sql(
  SELECT c.*, EXISTS (SELECT 1 FROM data_key k WHERE k.mission = c.mission AND k.case_uid = c.uid) AS keyed
  FROM caller, LATERAL (
    SELECT mission, uid, open FROM case_file
    WHERE known AND mission = $6::text AND year = $7::smallint AND serial = $8::integer AND labels && $5::text[]
    OFFSET 0) AS c)sql")
        .Answer("mission, uid", "target WHERE open AND keyed")
        .InsertRow("added", kReminderTable, "answered a",
                   "$9::jsonb || jsonb_build_object('case_uid', a.case_uid)")
        .InsertRow("keyed", kDataKeyTable, "answered a",
                   "$10::jsonb || jsonb_build_object('case_uid', a.case_uid)", "ON CONFLICT DO NOTHING");
    return statement.Done({.from = "added"}, "open", "open, keyed, uid,", "target");
  }();
  return sql;
}

}  // namespace

absl::StatusOr<ReminderOutcome> AddReminder(Connection& connection, const WriteContext& context,
                                            const CaseNumber& number, const v1::Reminder& reminder,
                                            absl::string_view response) {
  return Guarded([&]() -> absl::StatusOr<ReminderOutcome> {
    const CaseKey key = {number.mission, ""};  // The statement fills in the case's uid.
    CaseKeys& keys = context.audit.sealing->case_keys;
    const auto seal = keys.KeyFor(CaseName(number));
    if (!seal.ok()) return seal.status();
    const auto written =
        Write(connection, context, AddReminderSql(), OfCase(*seal), response,
              {ArrayText(context.audit.access.labels), number.mission, absl::StrCat(number.year),
               absl::StrCat(number.serial), RowText(key, reminder, 1, *seal), ToRow(key, *seal).dump()});
    if (!written.ok()) return written.status();
    if (written->empty()) return ReminderOutcome{};
    const pqxx::row row = written->front();
    const ReminderOutcome outcome = {
        .outcome = OutcomeOf(*written), .found = true, .open = row[1].as<bool>()};
    if (outcome.open && !row[2].as<bool>()) {
      return Damaged(absl::StrCat("case/", row[3].c_str()), "the case has no data key, and was not erased");
    }
    if (outcome.outcome == WriteOutcome::kDone) keys.Remember(CaseName(number), *seal);
    return outcome;
  });
}

absl::StatusOr<std::optional<ReminderRow>> FindReminder(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, absl::string_view uid) {
  // $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 uid.
  static const std::string sql = absl::StrCat(R"sql(
SELECT row_to_json(r), )sql",
                                              kKeysOfCase, R"sql(, c.erase_time IS NOT NULL
FROM caller, LATERAL (
  SELECT mission, uid, erase_time FROM case_file
  WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer AND labels && $2::text[]
  OFFSET 0) AS c
JOIN reminder r ON r.mission = c.mission AND r.case_uid = c.uid AND r.uid = $6::uuid)sql");
  return Guarded([&]() -> absl::StatusOr<std::optional<ReminderRow>> {
    const auto result =
        connection.ExecuteAs(context.access, sql,
                             {ArrayText(context.access.labels), number.mission, absl::StrCat(number.year),
                              absl::StrCat(number.serial), std::string(uid)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row columns = result->front();
    // Whoever wrote to it would give an erased case a key again.
    if (columns[2].as<bool>()) {
      return Refuse(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_CASE_ERASED,
                    "the case was erased, and with it what its reminders said");
    }
    const json row = json::parse(columns[0].c_str());
    ReminderRow found{.message = {},
                      .case_uid = row.at("case_uid").get<std::string>(),
                      .version = row.at("version").get<int>()};
    const auto keys = ReadKeys(context.sealing->vault, json::parse(columns[1].c_str()), found.case_uid,
                               columns[2].as<bool>());
    if (!keys.ok()) return keys.status();
    UnsealPersonal(*keys, Place(uid), row.at("sealed"), found.message);
    ReadClearColumns(row, CaseName(number), found.message);
    found.message.set_name(absl::StrCat(CaseName(number), "/reminders/", uid));
    return found;
  });
}

namespace {

// $5 reminder row, $6 version expected, $7 data key row.
const std::string& SaveReminderSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("locked", R"sql(
  SELECT r.* FROM caller, LATERAL (
    SELECT mission, case_uid, uid FROM reminder
    WHERE known AND mission = $5::jsonb->>'mission' AND case_uid = ($5::jsonb->>'case_uid')::uuid
      AND uid = ($5::jsonb->>'uid')::uuid AND version = $6::integer
    FOR NO KEY UPDATE) AS r
  JOIN case_file c ON c.mission = r.mission AND c.uid = r.case_uid AND c.erase_time IS NULL)sql")
        .Answer("mission, case_uid", "locked")
        .UpdateRow("saved", kReminderTable, "answered a", "$5::jsonb",
                   "r.mission = a.mission AND r.case_uid = a.case_uid AND r.uid = new.uid")
        .InsertRow("keyed", kDataKeyTable, "answered", "$7::jsonb", "ON CONFLICT DO NOTHING");
    return statement.Done({.from = "saved"}, "EXISTS (SELECT 1 FROM locked)");
  }();
  return sql;
}

}  // namespace

absl::StatusOr<WriteOutcome> SaveReminder(Connection& connection, const WriteContext& context,
                                          const CaseNumber& number, const ReminderRow& row,
                                          absl::string_view response) {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = {number.mission, row.case_uid};
    const auto seal = context.audit.sealing->case_keys.KeyFor(CaseName(number));
    if (!seal.ok()) return seal.status();
    return WriteAndTell(connection, context, SaveReminderSql(), OfCase(*seal), response,
                        {RowText(key, row.message, row.version + 1, *seal), absl::StrCat(row.version),
                         ToRow(key, *seal).dump()});
  });
}

namespace {

// $1 context, $2 leaf_head, $3 labels, $4 missions, $5 limit, $6 and $7 the position, or NULL, $8 the case or
// NULL. `which`: a condition on reminders; `of`: one on their cases.
std::string ListRemindersSql(absl::string_view which, absl::string_view of) {
  return absl::StrCat(
      R"sql(
, page AS MATERIALIZED ()sql",
      WithinPage(absl::StrCat(R"sql(
  SELECT r.*, c.year, c.serial, c.erase_time IS NOT NULL AS erased
  FROM caller, LATERAL (SELECT * FROM reminder WHERE known AND )sql",
                              which, R"sql( OFFSET 0) AS r
  JOIN case_file c ON c.mission = r.mission AND c.uid = r.case_uid AND c.labels && $3::text[] AND )sql",
                              of, R"sql(
  WHERE $6::timestamptz IS NULL OR (r.due_time, r.uid) > ($6::timestamptz, $7::uuid)
  ORDER BY r.due_time, r.uid
  LIMIT $5::integer)sql"),
                 "octet_length(l.sealed)", "l.due_time, l.uid"),
      R"sql(
)
SELECT coalesce(json_agg(json_build_array(row_to_json(r), r.year, r.serial, )sql",
      kKeysOfCase, ", ", kSubjectOfCase, R"sql(, r.erased) ORDER BY r.due_time, r.uid), '[]'),
       audit_append($2::leaf_head, 'done', CASE WHEN cardinality($4::text[]) = 1 THEN ($4::text[])[1] END, $8::uuid,
                    ''::bytea, coalesce(string_agg(DISTINCT uuid_send(r.case_uid), ''::bytea), '')) AS leaf
FROM page AS r, LATERAL (SELECT r.mission, r.case_uid AS uid) AS c)sql");
}

const std::string& SqlFor(const ReminderQuery& query) {
  static const std::string of_case = ListRemindersSql(
      "mission = ($4::text[])[1] AND case_uid = $8::uuid AND (NOT $9::boolean OR assignee = "
      "($2::leaf_head).actor)",
      "true");
  static const std::string own = ListRemindersSql(
      "assignee = ($2::leaf_head).actor AND resolve_time IS NULL AND $9::boolean AND $8::uuid IS NULL"
      " AND (cardinality($4::text[]) = 0 OR mission = ANY ($4::text[]))",
      "c.open");
  static const std::string all = ListRemindersSql(
      "mission = ANY ($4::text[]) AND resolve_time IS NULL AND NOT $9::boolean AND $8::uuid IS NULL",
      "c.open");
  if (query.case_uid) return of_case;
  return query.mine ? own : all;
}

}  // namespace

absl::StatusOr<ReminderPage> ListReminders(Connection& connection, const AuditContext& context,
                                           const ReminderQuery& query) {
  return Guarded([&]() -> absl::StatusOr<ReminderPage> {
    const auto result = connection.ExecuteAs(
        context.access, SqlFor(query),
        {LeafHead(context), ArrayText(context.access.labels), ArrayText(query.missions),
         absl::StrCat(query.limit), query.after ? Param(query.after->value) : std::nullopt,
         query.after ? Param(query.after->uid) : std::nullopt, query.case_uid,
         query.mine ? "true" : "false"});
    if (!result.ok()) return result.status();
    ReminderPage page;
    int listed = 0;
    for (const json& item : json::parse(result->front()[0].c_str())) {
      const json& row = item.at(0);
      const std::string uid = row.at("uid").get<std::string>();
      const std::string case_name =
          CaseName({row.at("mission").get<std::string>(), item.at(1).get<int>(), item.at(2).get<int>()});
      auto keys = ReadKeys(context.sealing->vault, item.at(3),
                           row.at("case_uid").get_ref<const std::string&>(), item.at(5).get<bool>());
      if (!keys.ok() && !absl::IsDataLoss(keys.status())) return keys.status();
      if (!keys.ok()) page.damaged.push_back(keys.status());
      const std::vector<DataKey> readable = keys.ok() ? *std::move(keys) : std::vector<DataKey>();
      v1::Reminder& reminder = page.reminders.emplace_back();
      if (!UnsealPersonalOrNote(readable, Place(uid), row.at("sealed"), reminder, page.damaged) ||
          (readable.empty() && !item.at(5).get<bool>())) {
        reminder.set_text(kUnreadableText);
      }
      ReadClearColumns(row, case_name, reminder);
      reminder.set_name(absl::StrCat(case_name, "/reminders/", uid));
      if (!item.at(4).is_null()) reminder.set_subject(ReadPartyName(item.at(4), readable, page.damaged));
      page.last = {row.at("due_time").get<std::string>(), uid};
      listed = row.at("listed").get<int>();
    }
    page.goes_on = GoesOn(listed, page.reminders.size(), query.limit);
    return page;
  });
}

}  // namespace arasha::storage
