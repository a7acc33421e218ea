#include "storage/duties/reminders.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/cases.h"
#include "storage/keys/case_keys.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {

const ChildRows& Reminders() {
  static const ChildRows rows(kReminderTable, "reminders");
  return rows;
}

namespace {

using nlohmann::json;

// $1 context, $2 leaf_head, $3 labels, $4 missions, $5 limit, $6 and $7 the position, or NULL, $8 the case or
// NULL. `which`: a condition on reminders; `of`: one on their cases. What those of an erased case said went
// with its keys.
std::string ListRemindersSql(absl::string_view which, absl::string_view of) {
  return absl::StrCat(
      R"sql(
, page AS MATERIALIZED ()sql",
      WithinPage(absl::StrCat(R"sql(
  SELECT r.*, c.year, c.serial
  FROM caller, LATERAL (SELECT * FROM reminder WHERE known AND )sql",
                              which, R"sql( OFFSET 0) AS r
  JOIN case_file c ON c.mission = r.mission AND c.uid = r.case_uid AND c.labels && $3::text[] AND c.erase_time IS NULL AND )sql",
                              of, R"sql(
  WHERE $6::timestamptz IS NULL OR (r.due_time, r.uid) > ($6::timestamptz, $7::uuid)
  ORDER BY r.due_time, r.uid
  LIMIT $5::integer)sql"),
                 "octet_length(l.sealed)", "l.due_time, l.uid"),
      R"sql(
)
SELECT coalesce(json_agg(json_build_array(row_to_json(r), r.year, r.serial, c.keys, c.subject) ORDER BY r.due_time, r.uid), '[]'),
       audit_read($2::leaf_head, CASE WHEN cardinality($4::text[]) = 1 THEN ($4::text[])[1] END, $8::uuid,
                    coalesce(string_agg(DISTINCT uuid_send(r.case_uid), ''::bytea), '')) AS read
FROM page AS r, LATERAL (
  SELECT keys, subject FROM full_case WHERE mission = r.mission AND uid = r.case_uid OFFSET 0) AS c)sql");
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
    const auto result =
        Read(connection, context, SqlFor(query),
             {ArrayText(context.access.labels), ArrayText(query.missions), absl::StrCat(query.limit),
              query.after ? Param(query.after->value) : std::nullopt,
              query.after ? Param(query.after->uid) : std::nullopt, query.case_uid,
              query.mine ? "true" : "false"});
    if (!result.ok()) return result.status();
    ReminderPage page;
    int listed = 0;
    for (const json& item : ParseJsonText(result->front()[0].c_str())) {
      const json& row = item.at(0);
      const std::string case_name =
          CaseName({row.at("mission").get<std::string>(), item.at(1).get<int>(), item.at(2).get<int>()});
      auto keys = ReadKeys(context.sealing->vault, item.at(3),
                           row.at("case_uid").get_ref<const std::string&>(), /*erased=*/false);
      if (!keys.ok() && !absl::IsDataLoss(keys.status())) return keys.status();
      if (!keys.ok()) page.damaged.push_back(keys.status());
      const std::vector<DataKey> readable = keys.ok() ? *std::move(keys) : std::vector<DataKey>();
      v1::Reminder& reminder = page.reminders.emplace_back();
      if (!ReadChild(row, kReminderTable.kind, case_name, "reminders", readable, reminder, page.damaged) ||
          readable.empty()) {
        reminder.set_text(kUnreadableText);
      }
      if (!item.at(4).is_null()) reminder.set_subject(ReadPartyName(item.at(4), readable, page.damaged));
      page.last = {row.at("due_time").get<std::string>(), row.at("uid").get<std::string>()};
      listed = row.at("listed").get<int>();
    }
    page.goes_on = GoesOn(listed, page.reminders.size(), query.limit);
    return page;
  });
}

}  // namespace arasha::storage
