#include <pqxx/pqxx>

#include "nlohmann/json.hpp"
#include "storage/cases/cases.h"
#include "storage/cases/findables.h"
#include "storage/log/write_statement.h"
#include "storage/postgres/pg_errors.h"

namespace arasha::storage {

using nlohmann::json;

// $5 case row, $6 party rows, $7 deadline rows, $8 entry rows, $9 data key row, $10 index rows, $11 labels,
// $12 identifiers to look for, see also_in(), $13 rows of groups.
const std::string& OpenCaseSql() {
  static const std::string sql = [] {
    WriteStatement statement;
    statement.Answer("$5::jsonb->>'mission', ($5::jsonb->>'uid')::uuid", "caller WHERE known")
        .Insert("number", kCounterTable,
                "(mission, year, last) SELECT mission, ($5::jsonb->>'year')::smallint, 1 FROM answered",
                "ON CONFLICT (mission, year) DO UPDATE SET last = n.last + 1")
        .InsertRow("opened", kCaseTable, "number",
                   "$5::jsonb || jsonb_build_object('serial', (number.row).last)")
        .InsertRowsUnseen("parties", kPartyTable, "number", "$6::jsonb")
        .InsertRowsUnseen("deadlines", kDeadlineTable, "number", "$7::jsonb")
        .InsertRowsUnseen("told", kEntryTable, "number", "$8::jsonb")
        .InsertRowUnseen("keyed", kDataKeyTable, "number", "$9::jsonb")
        .InsertRowsUnseen("indexed", kCaseIndexTable, "number", "$10::jsonb")
        .InsertRowsUnseen("grouped", kRowTable, "number", "$13::jsonb")
        .StepOnce("also", R"sql(
  SELECT a.* FROM number, caller, LATERAL (
    SELECT * FROM also_in($5::jsonb->>'mission', $11::text[], NULL, $12::jsonb) WHERE known) AS a)sql");
    return statement.Done(
        {.from = "opened",
         .about = "(row).mission, (row).uid",
         .seen = "(SELECT coalesce(string_agg(DISTINCT uuid_send(case_uid), ''::bytea), '') FROM also)"},
        "NULL", R"sql(
       (SELECT (row).serial FROM opened),
       (SELECT coalesce(jsonb_agg(jsonb_build_array(party, year, serial)), '[]') FROM also),)sql");
  }();
  return sql;
}

absl::StatusOr<std::optional<OpenedCase>> OpenCase(Connection& connection, const WriteContext& context,
                                                   const NewCase& new_case) {
  return Guarded([&]() -> absl::StatusOr<std::optional<OpenedCase>> {
    auto seal = context.audit.sealing->vault.NewKey();
    if (!seal.ok()) return seal.status();
    const CaseKey key = KeyOf(new_case.row);
    json parties = json::array();
    for (const v1::Party& party : new_case.row.message.parties()) parties.push_back(ToRow(key, party, *seal));
    json rows = json::array();
    for (const v1::Row& row : new_case.row.message.rows()) rows.push_back(ToRow(key, row, *seal));
    std::vector<EntryRow> entries = {new_case.opening};
    if (new_case.raised) entries.push_back(*new_case.raised);
    if (new_case.followed) entries.push_back(*new_case.followed);
    auto written =
        Write(connection, context, OpenCaseSql(), OfCase(*seal), new_case.response,
              {ToRow(new_case.row, *seal).dump(), parties.dump(), DeadlinesText(key, new_case.deadlines),
               EntriesText(key, entries, *seal), ToRow(key, *seal).dump(),
               IndexRows(*context.audit.server_keys, key, new_case.findables),
               ArrayText(context.audit.access.labels),
               WantedIdentifiers(*context.audit.server_keys, new_case.findables), rows.dump()});
    if (!written.ok()) return written.status();
    const auto outcome = OutcomeOf(*written);
    if (!outcome.ok()) return outcome.status();
    if (*outcome != WriteOutcome::kDone) return std::nullopt;
    const pqxx::row row = written->front();
    const int serial = row[1].as<int>();
    context.audit.sealing->case_keys.Remember(
        CaseName({new_case.row.number.mission, new_case.row.number.year, serial}), *seal,
        TypeRef(new_case.row.message));
    return OpenedCase{.serial = serial, .also_in = ReadAlsoIn(key.mission, row[2].c_str())};
  });
}

}  // namespace arasha::storage
