#include "storage/duties/recount.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"
#include "nlohmann/json.hpp"
#include "storage/keys/case_keys.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/json_text.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

// Few enough to be read at once, and enough that looking for them costs little.
constexpr int kCasesAtOnce = 200;
constexpr absl::string_view kFirstCase = "00000000-0000-0000-0000-000000000000";

// $1 context, $2 calendars that count, $3 mission and $4 case after which, $5 how many.
constexpr absl::string_view kOutdated = R"sql(
SELECT o.* FROM caller, LATERAL (
  SELECT * FROM outdated_deadlines($2::text[], $3::text, $4::uuid, $5::integer) WHERE known OFFSET 0) AS o
ORDER BY o.mission, o.case_uid)sql";

// $3 mission, $4 case, $5 deadlines as they are to stand, at the versions that were read, $6 entries. `fit`
// holds the deadlines before it looks at them: an entry that meets one may be under way.
const std::string& SaveRecountSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement
        .Step("held", R"sql(
  SELECT h.mission, h.uid FROM caller, LATERAL (
    SELECT mission, uid FROM case_file
    WHERE known AND mission = $3::text AND uid = $4::uuid AND erase_time IS NULL
    FOR NO KEY UPDATE) AS h)sql")
        .StepOnce("running", R"sql(
  SELECT r.* FROM held, LATERAL (
    SELECT d.rule, d.run FROM deadline d, jsonb_populate_recordset(NULL::deadline, $5::jsonb) AS n
    WHERE d.mission = held.mission AND d.case_uid = held.uid AND d.rule = n.rule AND d.run = n.run
      AND d.version = n.version AND d.met_time IS NULL AND d.stop_time IS NULL
    FOR NO KEY UPDATE OF d) AS r)sql")
        .Step("fit",
              "SELECT mission, uid FROM held WHERE (SELECT count(*) FROM running) = "
              "jsonb_array_length($5::jsonb)")
        .Update("moved", kDeadlineTable,
                "due_time = n.due_time, calendars = n.calendars, version = d.version + 1", R"sql(
  fit, jsonb_populate_recordset(NULL::deadline, $5::jsonb) AS n
  WHERE d.mission = fit.mission AND d.case_uid = fit.uid AND d.rule = n.rule AND d.run = n.run)sql")
        .InsertRows("told", kEntryTable, "fit", "$6::jsonb");
    return statement.LeafAlone({.from = "fit", .about = "mission, uid"});
  }();
  return sql;
}

}  // namespace

absl::StatusOr<std::vector<OutdatedCase>> FindOutdated(Connection& connection, const AccessContext& context,
                                                       Vault& vault, const std::vector<std::string>& newest,
                                                       const CaseKey& after, DamagedRows& damaged) {
  return Guarded([&]() -> absl::StatusOr<std::vector<OutdatedCase>> {
    const auto result = connection.ExecuteAs(
        context, kOutdated,
        {ArrayText(newest), after.mission, after.uid.empty() ? std::string(kFirstCase) : after.uid,
         absl::StrCat(kCasesAtOnce)});
    if (!result.ok()) return result.status();
    std::vector<OutdatedCase> cases;
    for (const pqxx::row& row : *result) {
      OutdatedCase& found = cases.emplace_back();
      found.key = {row[0].as<std::string>(), row[1].as<std::string>()};
      const json facts = ParseJsonText(row[2].c_str());
      found.type = facts.at(0);
      found.type_version = facts.at(1).get<int>();
      found.host_state = facts.at(2);
      found.received = ParseTimeText(facts.at(3).get_ref<const std::string&>());
      auto keys = ReadKeys(vault, ParseJsonText(row[3].c_str()), found.key.uid, /*erased=*/false);
      if (!keys.ok() && !absl::IsDataLoss(keys.status())) return keys.status();
      if (keys.ok()) {
        found.keys = *std::move(keys);
      } else {
        damaged.push_back(keys.status());
      }
      for (const json& deadline : ParseJsonText(row[4].c_str())) {
        found.deadlines.push_back(ReadDeadline(deadline));
      }
    }
    return cases;
  });
}

absl::StatusOr<bool> SaveRecount(Connection& connection, const AuditContext& context, const CaseKey& key,
                                 const std::vector<DeadlineRow>& deadlines,
                                 const std::vector<EntryRow>& entries, const DataKey& seal) {
  return Guarded([&]() -> absl::StatusOr<bool> {
    const auto result =
        connection.ExecuteAs(context.access, SaveRecountSql(),
                             {LeafHead(context), key.mission, key.uid, DeadlinesText(key, deadlines),
                              EntriesText(key, entries, seal)});
    if (!result.ok()) return result.status();
    return !result->front()[0].is_null();
  });
}

}  // namespace arasha::storage
