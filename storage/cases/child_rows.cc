#include "storage/cases/child_rows.h"

#include <pqxx/pqxx>

#include <utility>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/cases/rows.h"
#include "storage/keys/case_keys.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/json_text.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// $9 row, $10 data key row.
std::string AddSql(const AuditedTable& table) {
  WriteStatement statement;
  statement.Step("target", kCaseToAddTo)
      .Step("fit", R"sql(
  SELECT mission, uid, CASE WHEN erased THEN 'erased'
                            WHEN NOT open THEN 'closed'
                            WHEN NOT keyed THEN 'no_keys' END AS refusal
  FROM target)sql")
      .Answer("mission, uid", "fit WHERE refusal IS NULL")
      .InsertRow("added", table, "answered a", InCase("$9"))
      .InsertRow("keyed", kDataKeyTable, "answered a", InCase("$10"), "ON CONFLICT DO NOTHING");
  return statement.Done({.from = "added"}, "refusal", "uid,", "fit");
}

// $1 context, $2 labels, $3 mission, $4 year, $5 serial, $6 uid.
std::string FindSql(const AuditedTable& table) {
  return absl::StrCat(R"sql(
SELECT row_to_json(r), c.keys, c.erase_time IS NOT NULL
FROM caller, LATERAL (
  SELECT mission, uid, keys, erase_time FROM full_case
  WHERE known AND mission = $3::text AND year = $4::smallint AND serial = $5::integer AND labels && $2::text[]
  OFFSET 0) AS c
JOIN )sql",
                      table.name, " r ON r.mission = c.mission AND r.case_uid = c.uid AND r.uid = $6::uuid");
}

// $5 row, $6 version expected, $7 data key row.
std::string SaveSql(const AuditedTable& table) {
  WriteStatement statement;
  statement
      .Step("locked", absl::StrCat(R"sql(
  SELECT r.* FROM caller, LATERAL (
    SELECT mission, case_uid, uid FROM )sql",
                                   table.name, R"sql(
    WHERE known AND mission = $5::jsonb->>'mission' AND case_uid = ($5::jsonb->>'case_uid')::uuid
      AND uid = ($5::jsonb->>'uid')::uuid AND version = $6::integer
    FOR NO KEY UPDATE) AS r
  JOIN case_file c ON c.mission = r.mission AND c.uid = r.case_uid AND c.erase_time IS NULL)sql"))
      .Answer("mission, case_uid", "locked")
      .UpdateRow("saved", table, "answered", "$5::jsonb",
                 absl::StrCat(table.alias, ".mission = answered.mission AND ", table.alias,
                              ".case_uid = answered.case_uid AND ", table.alias, ".uid = new.uid"))
      .InsertRow("keyed", kDataKeyTable, "answered", "$7::jsonb", "ON CONFLICT DO NOTHING");
  return statement.Done({.from = "saved"}, StaleUnless("EXISTS (SELECT 1 FROM locked)"));
}

std::vector<Param> NumberParams(const AccessContext& access, const CaseNumber& number) {
  return {ArrayText(access.labels), number.mission, absl::StrCat(number.year), absl::StrCat(number.serial)};
}

std::string RowText(const CaseKey& key, const AuditedTable& table, const google::protobuf::Message& message,
                    int version, const DataKey& seal) {
  json row = ChildRow(key, table.kind, message, seal);
  row["version"] = version;
  return row.dump();
}

}  // namespace

std::string InCase(absl::string_view parameter) {
  return absl::StrCat(parameter, "::jsonb || jsonb_build_object('case_uid', a.case_uid)");
}

absl::StatusOr<pqxx::result> AddToCase(Connection& connection, const WriteContext& context,
                                       absl::string_view sql, const CaseNumber& number,
                                       absl::string_view response,
                                       absl::FunctionRef<std::vector<Param>(const DataKey& seal)> rows) {
  CaseKeys& keys = context.audit.sealing->case_keys;
  const std::string name = CaseName(number);
  const auto seal = keys.KeyFor(name);
  if (!seal.ok()) return seal.status();
  std::vector<Param> params = NumberParams(context.audit.access, number);
  for (Param& row : rows(*seal)) params.push_back(std::move(row));
  auto written = Write(connection, context, sql, OfCase(*seal), response, params);
  if (!written.ok()) return written.status();
  const auto outcome = OutcomeOf(*written);
  if (!outcome.ok()) return outcome.status();
  if (*outcome == WriteOutcome::kNoKeys) {
    return NoDataKey(written->front()[1].c_str());
  }
  if (*outcome == WriteOutcome::kDone) keys.Remember(name, *seal);
  return written;
}

ChildRows::ChildRows(const AuditedTable& table, absl::string_view collection)
    : table_(table),
      collection_(collection),
      add_(AddSql(table)),
      find_(FindSql(table)),
      save_(SaveSql(table)) {}

absl::StatusOr<WriteOutcome> ChildRows::Add(Connection& connection, const WriteContext& context,
                                            const CaseNumber& number,
                                            const google::protobuf::Message& message,
                                            absl::string_view response) const {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = {number.mission, ""};  // The statement fills in the case's uid.
    const auto written = AddToCase(connection, context, add_, number, response,
                                   [&](const DataKey& seal) -> std::vector<Param> {
                                     return {RowText(key, table_, message, 1, seal), ToRow(key, seal).dump()};
                                   });
    if (!written.ok()) return written.status();
    return OutcomeOf(*written);
  });
}

absl::StatusOr<std::optional<ChildRows::Found>> ChildRows::Find(Connection& connection,
                                                                const AuditContext& context,
                                                                const CaseNumber& number,
                                                                absl::string_view uid,
                                                                google::protobuf::Message& message) const {
  return Guarded([&]() -> absl::StatusOr<std::optional<Found>> {
    std::vector<Param> params = NumberParams(context.access, number);
    params.emplace_back(uid);
    const auto result = connection.ExecuteAs(context.access, find_, params);
    if (!result.ok()) return result.status();
    if (result->empty()) return std::nullopt;
    const pqxx::row columns = result->front();
    const json row = ParseJsonText(columns[0].c_str());
    Found found{.case_uid = row.at("case_uid").get<std::string>(),
                .version = row.at("version").get<int>(),
                .erased = columns[2].as<bool>()};
    if (found.erased) return found;
    const auto keys =
        ReadKeys(context.sealing->vault, ParseJsonText(columns[1].c_str()), found.case_uid, /*erased=*/false);
    if (!keys.ok()) return keys.status();
    DamagedRows damaged;
    if (!ReadChild(row, table_.kind, CaseName(number), collection_, *keys, message, damaged)) {
      return damaged.front();
    }
    return found;
  });
}

absl::StatusOr<WriteOutcome> ChildRows::Save(Connection& connection, const WriteContext& context,
                                             const CaseNumber& number, const Found& found,
                                             const google::protobuf::Message& message,
                                             absl::string_view response) const {
  return Guarded([&]() -> absl::StatusOr<WriteOutcome> {
    const CaseKey key = {number.mission, found.case_uid};
    const auto seal = context.audit.sealing->case_keys.KeyFor(CaseName(number));
    if (!seal.ok()) return seal.status();
    return WriteAndTell(connection, context, save_, OfCase(*seal), response,
                        {RowText(key, table_, message, found.version + 1, *seal), absl::StrCat(found.version),
                         ToRow(key, *seal).dump()});
  });
}

}  // namespace arasha::storage
