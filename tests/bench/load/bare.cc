#include "tests/bench/load/bare.h"

#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "nlohmann/json.hpp"
#include "tests/bench/load/script_text.h"
#include "tests/bench/system/database.h"

namespace arasha::bench {
namespace {

PgbenchScript Prepared() { return {.prepared = true, .texts = {}, .variables = {{"count", "0"}}}; }

// The one case that was chosen.
std::string ChosenCase(const Population& population) {
  return absl::StrCat("c.mission = ", kAnyMission, " AND c.year = ", population.year,
                      " AND c.serial = :serial");
}

// What the server's list shows of each case: its row, its subject and what is due next.
std::string Page(absl::string_view condition) {
  return absl::StrCat(R"sql(
SELECT c.*, due.next, due.next_rule,
       (SELECT p.content FROM bench.party p
        WHERE p.mission = c.mission AND p.case_uid = c.uid AND p.remove_time IS NULL AND p.role = 2
        ORDER BY p.create_time, p.uid LIMIT 1) AS subject
FROM (SELECT * FROM bench.case_file c WHERE )sql",
                      condition, " ORDER BY c.create_time DESC, c.uid DESC LIMIT ", kPageSize,
                      R"sql() AS c, LATERAL (
  SELECT min(d.due_time) AS next, (array_agg(d.rule ORDER BY d.due_time, d.rule))[1] AS next_rule FROM bench.deadline d
  WHERE d.mission = c.mission AND d.case_uid = c.uid AND d.met_time IS NULL AND d.stop_time IS NULL) AS due
ORDER BY c.create_time DESC, c.uid DESC;
)sql");
}

std::string SearchText(const BareSide& side, const std::string& mission) {
  const std::string of_mission = "SELECT case_uid FROM bench.case_index WHERE mission = $1 AND ";
  const std::vector<storage::Param> wanted = side.server->SearchParams(mission);
  // The name's own spelling, and the Turkish one.
  const auto spellings =
      nlohmann::json::parse(wanted[0].value()).at(mission).get<std::vector<std::vector<int>>>();
  return absl::StrCat("\\if :ready = 0\nPREPARE statement (text, integer[], integer[], bytea[]) AS ",
                      Page(absl::StrCat("c.mission = $1 AND c.uid IN (", of_mission, "tokens @> $2 UNION ",
                                        of_mission, "tokens @> $3 UNION ", of_mission, "identifiers && $4)")),
                      "\\set ready 1\n\\endif\nEXECUTE statement(", Quoted(mission), ", '{",
                      absl::StrJoin(spellings.front(), ","), "}', '{", absl::StrJoin(spellings.back(), ","),
                      "}', ", Quoted(wanted[1].value()), ");\n");
}

// INSERT of rows whose values are parameters, which become variables of the script, but for those columns
// whose SQL `instead` tells. A UUID becomes a new one, the same wherever it stands in the statement.
std::string Insert(PgbenchScript& script, absl::string_view table, const std::vector<NamedRow>& rows,
                   const std::map<std::string, std::string>& instead, const std::string& uuid_time) {
  std::vector<std::string> columns;
  std::vector<std::string> values;
  for (const NamedRow& row : rows) {
    std::vector<std::string> fields;
    columns.clear();
    for (const auto& [column, value] : row) {
      columns.push_back(column);
      if (const auto other = instead.find(column); other != instead.end()) {
        fields.push_back(other->second);
      } else if (!value) {
        fields.emplace_back("NULL");
      } else if (const std::string renewed = Renewed(*value, uuid_time); renewed != *value) {
        fields.push_back(absl::StrCat("('", absl::StripSuffix(renewed, ":tail"), "' || :tail)::uuid"));
      } else {
        const std::string variable = absl::StrCat("v", script.variables.size());
        script.variables.emplace_back(variable, *value);
        fields.push_back(absl::StrCat(":", variable));
      }
    }
    values.push_back(absl::StrCat("(", absl::StrJoin(fields, ", "), ")"));
  }
  return absl::StrCat("INSERT INTO bench.", table, " (", absl::StrJoin(columns, ", "), ") VALUES ",
                      absl::StrJoin(values, ", "));
}

PgbenchScript AddEntry(const BareSide& side) {
  PgbenchScript script = Prepared();
  const std::string case_uid =
      absl::StrCat("(SELECT uid FROM bench.case_file c WHERE ", ChosenCase(side.population), ")");
  script.texts.push_back(absl::StrCat(
      kNextTail, kChooseMission, ChooseSerial(side.population.serials),
      Insert(script, "entry", {side.sample.note},
             {{"mission", kAnyMission}, {"case_uid", case_uid}, {"author", Quoted(kBareAuthor)}}, UuidTime()),
      ";\n"));
  return script;
}

PgbenchScript Create(const BareSide& side) {
  PgbenchScript script = Prepared();
  const std::string uuid_time = UuidTime();
  const auto insert = [&](absl::string_view table, const std::vector<NamedRow>& rows) {
    return Insert(script, table, rows,
                  {{"mission", kAnyMission},
                   {"serial", "(SELECT last FROM number)"},
                   {"created_by", Quoted(kBareAuthor)},
                   {"author", Quoted(kBareAuthor)}},
                  uuid_time);
  };
  script.texts.push_back(
      absl::StrCat(kNextTail, kChooseMission,
                   "WITH number AS (\n  INSERT INTO bench.case_counter AS n (mission, year, last) VALUES (",
                   kAnyMission, ", ", side.population.year,
                   ", 1)\n  ON CONFLICT (mission, year) DO UPDATE SET last = n.last + 1 RETURNING last\n), "
                   "opened AS (\n  ",
                   insert("case_file", {side.sample.case_row}), "\n), parties AS (\n  ",
                   insert("party", side.sample.parties), "\n), deadlines AS (\n  ",
                   insert("deadline", side.sample.deadlines), "\n), told AS (\n  ",
                   insert("entry", {side.sample.opening_entry}), "\n)\nSELECT last FROM number;\n"));
  return script;
}

}  // namespace

PgbenchScript MakeBareScript(Operation operation, const BareSide& side) {
  PgbenchScript script = Prepared();
  switch (operation) {
    case Operation::kGet:
      script.texts.push_back(absl::StrCat(kChooseMission, ChooseSerial(side.population.serials), R"sql(
SELECT c.*,
       (SELECT json_agg(p ORDER BY p.create_time, p.uid) FROM bench.party p
        WHERE p.mission = c.mission AND p.case_uid = c.uid AND p.remove_time IS NULL),
       (SELECT json_agg(d ORDER BY d.due_time, d.rule) FROM bench.deadline d
        WHERE d.mission = c.mission AND d.case_uid = c.uid)
FROM bench.case_file c WHERE )sql",
                                          ChosenCase(side.population), ";\n"));
      break;
    case Operation::kList:
      script.variables.emplace_back("state", "received");
      script.texts.push_back(absl::StrCat(
          kChooseMission, Page(absl::StrCat("c.mission = ", kAnyMission, " AND c.state = :state"))));
      break;
    case Operation::kSearch:
      script.prepared = false;
      script.variables.emplace_back("ready", "0");
      for (int i = 0; i < kMissions; ++i) script.texts.push_back(SearchText(side, MissionCode(i)));
      break;
    case Operation::kAddEntry:
      return AddEntry(side);
    case Operation::kCreate:
      return Create(side);
  }
  return script;
}

}  // namespace arasha::bench
