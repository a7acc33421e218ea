#include "tests/bench/raw.h"

#include <regex>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "storage/audit.h"
#include "storage/case_list.h"
#include "storage/cases.h"
#include "storage/encoding.h"
#include "storage/timeline.h"
#include "tests/bench/database.h"

namespace arasha::bench {
namespace {

using storage::Param;

// MissionCode() of a random mission, and a random case's serial, in pgbench's language.
constexpr char kAnyMission[] = "('BEN' || chr(:row) || chr(:column))";
constexpr char kChooseMission[] = "\\set row random(65, 72)\n\\set column random(65, 72)\n";
std::string ChooseSerial(const Population& population) {
  return absl::StrCat("\\set serial random(1, ", population.serials, ")\n");
}

storage::AuditContext Context(const RawSide& side, const std::string& action, const std::string& payload) {
  return {.now = absl::Now(),
          .instance = "00000000",
          .actor = side.principal,
          .certificate = storage::Sha256(side.principal),
          .action = action,
          .payload = payload};
}

// `values[i]` in the place of every $i+1.
std::string Substitute(absl::string_view sql, const std::vector<std::string>& values) {
  std::vector<std::pair<std::string, std::string>> places;
  for (size_t i = 0; i < values.size(); ++i) places.emplace_back(absl::StrCat("$", i + 1), values[i]);
  return absl::StrReplaceAll(sql, places);
}

// Parameters that are the same every time are pgbench's variables p1, p2, …; `varying` follow them.
PgbenchScript Read(absl::string_view sql, const std::string& choose, const std::vector<Param>& constant,
                   const std::vector<std::string>& varying) {
  PgbenchScript script{.prepared = true, .texts = {}, .variables = {}};
  std::vector<std::string> values;
  for (const Param& param : constant) {
    script.variables.emplace_back(absl::StrCat("p", values.size() + 1), param.value());
    values.push_back(absl::StrCat(":p", values.size() + 1));
  }
  values.insert(values.end(), varying.begin(), varying.end());
  script.texts = {absl::StrCat(choose, Substitute(sql, values), ";\n")};
  return script;
}

// The start of a round's UUIDs: its time, as version 7 has it, so that indexes grow at the same end as
// under the server.
std::string UuidTime() {
  const std::string millis = absl::StrFormat("%012x", absl::ToUnixMillis(absl::Now()));
  return absl::StrCat(millis.substr(0, 8), "-", millis.substr(8));
}

// JSON of the sample as that of another mission and, for every UUID in it, another that :tail makes unique.
std::string Renewed(const std::string& json, const std::string& mission, const std::string& uuid_time) {
  static const std::regex uuid("[0-9a-f]{8}-[0-9a-f]{4}(-7[0-9a-f]{3}-[0-9a-f]{4})-[0-9a-f]{12}");
  return absl::StrReplaceAll(std::regex_replace(json, uuid, absl::StrCat(uuid_time, "$1-:tail")),
                             {{MissionCode(0), mission}});
}

std::string Bytes(const std::string& hexadecimal) { return absl::StrCat("'\\x", hexadecimal, "'"); }

// WriteParams with the time of the transaction and an id of its own.
std::vector<std::string> WriteArguments(const RawSide& side, const std::string& action,
                                        const std::string& payload, const std::string& uuid_time) {
  const storage::WriteContext context = {.audit = Context(side, action, payload),
                                         .request_id = Renewed(storage::NewUid(absl::Now()), "", uuid_time),
                                         .content_hash = storage::Sha256(payload)};
  std::vector<std::string> arguments;
  for (const Param& param : storage::WriteParams(context)) arguments.push_back(Quoted(param.value()));
  arguments.front() = "now()";
  return arguments;
}

std::string Write(absl::string_view sql, const std::string& choose,
                  const std::vector<std::string>& arguments) {
  return absl::StrCat("\\set count :count + 1\n\\set tail 100000000000 + :count * 1000 + :client_id\n",
                      choose, "\\if :ready = 0\nPREPARE statement AS ", sql, ";\n\\set ready 1\n\\endif\n",
                      "EXECUTE statement(", absl::StrJoin(arguments, ", "), ");\n");
}

std::string CreateText(const RawSide& side, const std::string& mission, const std::string& uuid_time) {
  std::vector<std::string> arguments =
      WriteArguments(side, "CreateCase", side.requests->Create(mission).SerializeAsString(), uuid_time);
  for (const std::string* rows :
       {&side.sample.case_row, &side.sample.parties, &side.sample.deadlines, &side.sample.opening_entry}) {
    arguments.push_back(Quoted(Renewed(*rows, mission, uuid_time)));
  }
  arguments.push_back(Bytes(side.sample.create_response));
  return Write(storage::kOpenCase, "", arguments);
}

std::string AddEntryText(const RawSide& side, const std::string& mission, const std::string& uuid_time) {
  const std::string name = storage::CaseName(
      {.mission = mission, .year = side.population.year, .serial = side.population.serials});
  std::vector<std::string> arguments =
      WriteArguments(side, "AddEntry", side.requests->AddEntry(name).SerializeAsString(), uuid_time);
  for (const std::string& argument :
       {Quoted(mission), absl::StrCat(side.population.year), std::string(":serial"),
        Quoted(Renewed(side.sample.entry, mission, uuid_time)), std::string("true"), std::string("NULL"),
        std::string("NULL"), Bytes(side.sample.entry_response)}) {
    arguments.push_back(argument);
  }
  return Write(storage::kAppend, ChooseSerial(side.population), arguments);
}

template <typename Text>
PgbenchScript PerMission(const RawSide& side, Text text) {
  PgbenchScript script{.prepared = false, .texts = {}, .variables = {{"ready", "0"}, {"count", "0"}}};
  const std::string uuid_time = UuidTime();
  for (int i = 0; i < kMissions; ++i) script.texts.push_back(text(side, MissionCode(i), uuid_time));
  return script;
}

}  // namespace

PgbenchScript MakeRawScript(Operation operation, const RawSide& side) {
  switch (operation) {
    case Operation::kGet: {
      const std::string payload = side.requests->Get().SerializeAsString();
      return Read(storage::kGetCase, kChooseMission + ChooseSerial(side.population),
                  storage::AuditParams(Context(side, "GetCase", payload)),
                  {kAnyMission, absl::StrCat(side.population.year), ":serial"});
    }
    case Operation::kList: {
      storage::CaseQuery query;
      query.terms = {{storage::CaseField::kState, storage::Comparison::kEqual, "received"}};
      query.limit = kPageSize;
      const std::string payload = side.requests->List().SerializeAsString();
      PgbenchScript script = Read(storage::ListCasesSql(query), kChooseMission,
                                  storage::AuditParams(Context(side, "ListCases", payload)),
                                  {absl::StrCat("ARRAY[", kAnyMission, "]"), ":limit", ":state"});
      script.variables.emplace_back("limit", absl::StrCat(query.limit));
      script.variables.emplace_back("state", query.terms.front().value);
      return script;
    }
    case Operation::kAddEntry:
      return PerMission(side, AddEntryText);
    case Operation::kCreate:
      return PerMission(side, CreateText);
  }
  return {};
}

}  // namespace arasha::bench
