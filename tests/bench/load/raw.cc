#include "tests/bench/load/raw.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "services/cases/rows/findables.h"
#include "storage/cases/case_list.h"
#include "storage/cases/cases.h"
#include "storage/cases/findables.h"
#include "storage/cases/timeline.h"
#include "storage/log/audit.h"
#include "storage/log/read_leaves.h"
#include "storage/postgres/encoding.h"
#include "tests/bench/load/script_text.h"
#include "tests/bench/system/database.h"
#include "tests/bench/system/requests.h"

namespace arasha::bench {
namespace {

// Begins a script: what a connection does once, before its first transaction. The signed context becomes the
// variable `context`, that of leaves of reads `reads_context`; `labels` are in pgbench's language.
std::string Once(const std::string& labels, const std::string& more) {
  return absl::StrCat("\\if :ready = 0\nSELECT bench.context(", labels, ") AS context, bench.context('",
                      storage::kReadsLabel, "') AS reads_context \\gset\n", more, "\\set ready 1\n\\endif\n");
}

std::string Joined(const std::vector<std::string>& labels) { return absl::StrJoin(labels, ","); }

storage::AuditContext Context(const RawSide& side, const std::string& action,
                              const google::protobuf::MessageLite& request) {
  return {.now = absl::Now(),
          .instance = kRawInstance,
          .actor = side.principal,
          .certificate = storage::Sha256(side.principal),
          .action = action,
          .payload = request.SerializeAsString(),
          .access = {},
          .server_keys = side.server->keys()};
}

// `values[i]` in the place of every $i+1.
std::string Substitute(absl::string_view sql, const std::vector<std::string>& values) {
  std::vector<std::pair<std::string, std::string>> places;
  for (size_t i = 0; i < values.size(); ++i) places.emplace_back(absl::StrCat("$", i + 1), values[i]);
  return absl::StrReplaceAll(sql, places);
}

// A statement whose parameters are the context, the head of a leaf, the labels, and `varying`, and then what
// writes its leaf. The server writes those of several reads together; here each is written by itself.
PgbenchScript Read(absl::string_view sql, const RawSide& side, const storage::AuditContext& context,
                   const std::string& choose, const std::vector<std::string>& varying) {
  std::vector<std::string> values = {":context", ":leaf_head", ":labels_array"};
  values.insert(values.end(), varying.begin(), varying.end());
  return {.prepared = true,
          .texts = {absl::StrCat(
              Once(":labels", ""), choose, Substitute(absl::StrCat(storage::kCaller, "\n", sql), values),
              "\n\\gset\n",
              Substitute(absl::StrCat(storage::kCaller, storage::kAppendReads),
                         {":reads_context", "ARRAY[:leaf_head::leaf_head]", "ARRAY[:read::reading]"}),
              ";\n")},
          .variables = {{"ready", "0"},
                        {"labels", Joined(side.labels)},
                        {"leaf_head", storage::LeafHead(context)},
                        {"labels_array", storage::ArrayText(side.labels)}}};
}

// The same for a statement that is prepared with PREPARE. `arguments` are SQL and come after the context.
std::string Execution(absl::string_view sql, const RawSide& side, const std::string& choose,
                      const std::vector<std::string>& arguments) {
  return absl::StrCat(Once(Quoted(Joined(side.labels)),
                           absl::StrCat("PREPARE statement AS ", storage::kCaller, "\n", sql, ";\n")),
                      kNextTail, choose, "EXECUTE statement(':context', ", absl::StrJoin(arguments, ", "),
                      ");\n");
}

// Of a read, and then what writes its leaf.
std::string ReadExecution(absl::string_view sql, const RawSide& side,
                          const std::vector<std::string>& arguments) {
  return absl::StrCat(
      Once(Quoted(Joined(side.labels)),
           absl::StrCat("PREPARE statement AS ", storage::kCaller, "\n", sql, ";\nPREPARE append AS ",
                        storage::kCaller, storage::kAppendReads, ";\n")),
      "EXECUTE statement(':context', ", absl::StrJoin(arguments, ", "),
      ")\n\\gset\nEXECUTE append(':reads_context', ARRAY[", arguments.front(),
      "]::leaf_head[], ARRAY[':read']::reading[]);\n");
}

// Rows of the sample as those of another mission.
std::string Moved(const std::string& rows, const std::string& mission) {
  return absl::StrReplaceAll(rows, {{MissionCode(0), mission}});
}

std::string Hexadecimal(const std::string& digits) { return absl::StrCat("'\\x", digits, "'"); }

// Head of the leaf, content hash and response of a write.
std::vector<std::string> WriteArguments(const storage::AuditContext& context, const std::string& response,
                                        const std::string& uuid_time) {
  const std::string head =
      storage::LeafHead(context, storage::NewUid(context.now), context.server_keys->payload);
  return {Quoted(Renewed(head, uuid_time)), Quoted(storage::BytesText(storage::Sha256(context.payload))),
          Hexadecimal(response)};
}

// What the opened case can be found by, were it of another mission.
std::string IndexRows(const RawSide& side, const std::string& mission) {
  std::vector<storage::Findable> findables = {cases::SummaryFindable(side.opened)};
  for (const v1::Party& party : side.opened.parties()) findables.push_back(cases::PartyFindable(party));
  return storage::IndexRows(*side.server->keys(), {mission, side.opened.uid()}, findables);
}

std::string SearchText(const RawSide& side, const std::string& mission, const std::string&) {
  storage::CaseQuery query;
  query.search = cases::SearchTerms(kFamilyName, {});
  const auto context = Context(side, "ListCases", side.requests->Search(mission));
  std::vector<std::string> arguments = {Quoted(storage::LeafHead(context)),
                                        Quoted(storage::ArrayText(side.labels)),
                                        Quoted(storage::ArrayText({mission})), absl::StrCat(kPageSize)};
  for (const storage::Param& param : side.server->SearchParams(mission)) {
    arguments.push_back(Quoted(param.value()));
  }
  return ReadExecution(storage::ListCasesSql(query), side, arguments);
}

std::string CreateText(const RawSide& side, const std::string& mission, const std::string& uuid_time) {
  const v1::CreateCaseRequest request = side.requests->Create(mission);
  const auto context = Context(side, "CreateCase", request);
  // Of somebody who has no other case, as under the server.
  v1::Party stranger = request.case_().parties(0);
  stranger.set_name(storage::NewUid(context.now));
  std::vector<std::string> arguments = WriteArguments(context, side.sample.create_response, uuid_time);
  for (const std::string& rows : {side.sample.case_row, side.sample.parties, side.sample.deadlines,
                                  absl::StrCat("[", side.sample.opening_entry, "]"), side.sample.data_key}) {
    arguments.push_back(Quoted(Renewed(Moved(rows, mission), uuid_time)));
  }
  arguments.push_back(Quoted(Renewed(IndexRows(side, mission), uuid_time)));
  arguments.push_back(Quoted(storage::ArrayText(side.labels)));
  arguments.push_back(
      Quoted(storage::WantedIdentifiers(*side.server->keys(), {cases::PartyFindable(stranger)})));
  arguments.emplace_back("'[]'");  // No rows.
  return Execution(storage::OpenCaseSql(), side, "", arguments);
}

// One data key for all of a round: a case that an entry was added to before gets no second, as under the
// server, which remembers keys.
std::string AddEntryText(const RawSide& side, const std::string& mission, const std::string& uuid_time) {
  const std::string name = storage::CaseName(
      {.mission = mission, .year = side.population.year, .serial = side.population.serials});
  const auto context = Context(side, "AddEntry", side.requests->AddEntry(name));
  std::vector<std::string> arguments = WriteArguments(context, side.sample.entry_response, uuid_time);
  for (const std::string& argument :
       {Quoted(storage::ArrayText(side.labels)), Quoted(mission), absl::StrCat(side.population.year),
        std::string(":serial"), Quoted(Renewed(Moved(side.sample.entry, mission), uuid_time)),
        std::string("true"), std::string("NULL"), std::string("NULL"),
        Quoted(Moved(side.sample.data_key, mission)), std::string("'[]'"), std::string("false"),
        std::string("'[]'"), absl::StrCat(storage::kMaxParties), std::string("NULL"), std::string("false"),
        std::string("NULL"), std::string("0")}) {
    arguments.push_back(argument);
  }
  return Execution(storage::AppendSql(), side, ChooseSerial(side.population.serials), arguments);
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
    case Operation::kGet:
      return Read(storage::kGetCase, side, Context(side, "GetCase", side.requests->Get()),
                  kChooseMission + ChooseSerial(side.population.serials),
                  {kAnyMission, absl::StrCat(side.population.year), ":serial"});
    case Operation::kList: {
      storage::CaseQuery query;
      query.terms = {{storage::CaseField::kState, storage::Comparison::kEqual, "received"}};
      PgbenchScript script =
          Read(storage::ListCasesSql(query), side, Context(side, "ListCases", side.requests->List()),
               kChooseMission, {absl::StrCat("ARRAY[", kAnyMission, "]"), ":limit", ":state"});
      script.variables.emplace_back("limit", absl::StrCat(kPageSize));
      script.variables.emplace_back("state", query.terms.front().value);
      return script;
    }
    case Operation::kSearch:
      return PerMission(side, SearchText);
    case Operation::kAddEntry:
      return PerMission(side, AddEntryText);
    case Operation::kCreate:
      return PerMission(side, CreateText);
  }
  return {};
}

}  // namespace arasha::bench
