#include "storage/reports/report_orders.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "proto/timestamps.h"
#include "storage/keys/kept_fields.h"
#include "storage/log/read_leaves.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"
#include "storage/reports/report_rows.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// $5 row. Neither table is one of whose rows the log tells: a report is made anew from what it does tell.
std::string OrderSql(absl::string_view table) {
  WriteStatement statement;
  statement.Answer("'-', '00000000-0000-0000-0000-000000000000'::uuid", "caller WHERE known")
      .Step("ordered", absl::StrCat("\n  INSERT INTO ", table,
                                    " SELECT n.* FROM answered, jsonb_populate_record(NULL::", table,
                                    ", $5::jsonb) AS n\n  RETURNING mission"));
  return statement.Done({.from = "ordered", .about = "mission, NULL"});
}

// Of a report, or of a schedule.
template <typename Message>
json RowOf(Message message, const OrderFacts& facts, const AuditContext& audit) {
  message.set_requested_by(audit.actor);
  *message.mutable_create_time() = ToTimestamp(audit.now);
  json row = ClearColumns(message);
  row.update(ClearColumns(message.order()));
  row["uid"] = facts.uid;
  row["parameters"] = OrderParameters(message.order(), facts.zone.name());
  row["audience"] = facts.audience;
  return row;
}

template <typename Message>
absl::StatusOr<std::optional<Message>> Order(Connection& connection, const WriteContext& context,
                                             absl::string_view sql, const json& row, const Message& message) {
  auto outcome = WriteAndTell(connection, context, sql, OfRegister(*context.audit.server_keys),
                              message.SerializeAsString(), {row.dump()});
  if (!outcome.ok()) return outcome.status();
  if (*outcome != WriteOutcome::kDone) return std::nullopt;
  return message;
}

// The first column of each row as a message.
template <typename Message, typename Read>
std::vector<Message> ReadAll(const pqxx::result& result, Read read) {
  std::vector<Message> messages;
  for (const auto& row : result) messages.push_back(read(ParseJsonText(row[0].c_str())));
  return messages;
}

template <typename Message, typename Read>
absl::StatusOr<std::optional<Message>> ReadOne(const absl::StatusOr<pqxx::result>& result, Read read) {
  if (!result.ok()) return result.status();
  if (result->empty()) return std::nullopt;
  return read(ParseJsonText(result->front()[0].c_str()));
}

// $2 uid.
constexpr absl::string_view kGet = R"sql(
SELECT row_to_json(r) FROM caller, LATERAL (SELECT * FROM report WHERE known AND uid = $2::uuid OFFSET 0) AS r)sql";

// $2 create_time and $3 uid to go on after, $4 limit.
constexpr absl::string_view kList = R"sql(
SELECT row_to_json(r), r.create_time::text, r.uid FROM caller, LATERAL (
  SELECT * FROM report WHERE known AND (create_time, uid) < ($2::timestamptz, $3::uuid)
  ORDER BY create_time DESC, uid DESC LIMIT $4::integer) AS r
ORDER BY r.create_time DESC, r.uid DESC)sql";
constexpr char kGreatestUid[] = "ffffffff-ffff-ffff-ffff-ffffffffffff";

// $2 leaf_head, $3 uid. Ends what has not ended, and leaves a leaf; what has is answered as it is, without
// one.
std::string EndSql(absl::string_view table, absl::string_view set, absl::string_view going_on) {
  return absl::StrCat(R"sql(
, locked AS (
  SELECT r.* FROM caller, LATERAL (SELECT * FROM )sql",
                      table, R"sql( WHERE known AND uid = $3::uuid FOR NO KEY UPDATE) AS r
), ended AS (
  UPDATE )sql",
                      table, " AS r SET ", set, R"sql( = ($2::leaf_head).occurred_time
  FROM locked WHERE r.uid = locked.uid AND locked.)sql",
                      going_on, R"sql(
  RETURNING r AS row
)
SELECT row_to_json(row), audit_append($2::leaf_head, 'done', (row).mission, NULL, ''::bytea, ''::bytea) AS leaf
FROM ended
UNION ALL
SELECT row_to_json(locked), NULL FROM locked WHERE NOT EXISTS (SELECT 1 FROM ended))sql");
}

// $2 leaf_head, $3 uid, $4 file, $5 part.
constexpr absl::string_view kReadPart = R"sql(
SELECT f.content, audit_read($2::leaf_head, r.mission, NULL, ''::bytea) AS read
FROM caller, LATERAL (
  SELECT * FROM report WHERE known AND uid = $3::uuid AND state = 'done' OFFSET 0) AS r, LATERAL (
  SELECT content FROM report_file
  WHERE report = r.uid AND name = $4::text AND part = $5::integer OFFSET 0) AS f)sql";

constexpr absl::string_view kListSchedules = R"sql(
SELECT row_to_json(s) FROM caller, LATERAL (
  SELECT * FROM report_schedule WHERE known AND end_time IS NULL OFFSET 0) AS s
ORDER BY s.next_time, s.uid)sql";

}  // namespace

absl::StatusOr<std::optional<v1::Report>> OrderReport(Connection& connection, const WriteContext& context,
                                                      const v1::Report& report, const OrderFacts& facts) {
  static const std::string sql = OrderSql("report");
  json row = RowOf(report, facts, context.audit);
  row.update({{"state", KeptWord(*v1::ReportState_descriptor(), v1::REPORT_STATE_QUEUED)},
              {"attempts", 0},
              {"files", nullptr}});
  return Order(connection, context, sql, row, ReadReport(row));
}

absl::StatusOr<std::optional<v1::Report>> GetReport(Connection& connection, const AccessContext& access,
                                                    const std::string& uid) {
  return Guarded([&] { return ReadOne<v1::Report>(connection.ExecuteAs(access, kGet, {uid}), ReadReport); });
}

absl::StatusOr<std::vector<ListedReport>> ListReports(Connection& connection, const AccessContext& access,
                                                      const std::optional<PagePosition>& after, int limit) {
  return Guarded([&]() -> absl::StatusOr<std::vector<ListedReport>> {
    const PagePosition from = after.value_or(PagePosition{"infinity", kGreatestUid});
    auto result = connection.ExecuteAs(access, kList, {from.value, from.uid, absl::StrCat(limit)});
    if (!result.ok()) return result.status();
    std::vector<ListedReport> listed;
    for (const auto& row : *result) {
      listed.push_back({ReadReport(ParseJsonText(row[0].c_str())), {row[1].c_str(), row[2].c_str()}});
    }
    return listed;
  });
}

absl::StatusOr<std::optional<v1::Report>> CancelReport(Connection& connection, const AuditContext& context,
                                                       const std::string& uid) {
  static const std::string sql =
      EndSql("report", "state = 'cancelled', finish_time", "state IN ('queued', 'running')");
  return Guarded([&] {
    return ReadOne<v1::Report>(connection.ExecuteAs(context.access, sql, {LeafHead(context), uid}),
                               ReadReport);
  });
}

absl::StatusOr<std::optional<std::string>> ReadReportPart(Connection& connection, const AuditContext& context,
                                                          const std::string& uid, const std::string& file,
                                                          int64_t part) {
  return Guarded([&]() -> absl::StatusOr<std::optional<std::string>> {
    auto result = Read(connection, context, kReadPart, {uid, file, absl::StrCat(part)});
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    return Vault::Unseal({context.server_keys->register_key}, ReportPartPlace(uid, file, part),
                         ParseBytesText(result->front()[0].c_str()));
  });
}

absl::StatusOr<std::optional<v1::ReportSchedule>> OrderReportSchedule(Connection& connection,
                                                                      const WriteContext& context,
                                                                      const v1::ReportSchedule& schedule,
                                                                      const OrderFacts& facts) {
  static const std::string sql = OrderSql("report_schedule");
  const json row = RowOf(schedule, facts, context.audit);
  return Order(connection, context, sql, row, ReadReportSchedule(row));
}

absl::StatusOr<std::vector<v1::ReportSchedule>> ListReportSchedules(Connection& connection,
                                                                    const AccessContext& access) {
  return Guarded([&]() -> absl::StatusOr<std::vector<v1::ReportSchedule>> {
    auto result = connection.ExecuteAs(access, kListSchedules, {});
    if (!result.ok()) return result.status();
    return ReadAll<v1::ReportSchedule>(*result, ReadReportSchedule);
  });
}

absl::StatusOr<std::optional<v1::ReportSchedule>> EndReportSchedule(Connection& connection,
                                                                    const AuditContext& context,
                                                                    const std::string& uid) {
  static const std::string sql = EndSql("report_schedule", "end_time", "end_time IS NULL");
  return Guarded([&] {
    return ReadOne<v1::ReportSchedule>(connection.ExecuteAs(context.access, sql, {LeafHead(context), uid}),
                                       ReadReportSchedule);
  });
}

}  // namespace arasha::storage
