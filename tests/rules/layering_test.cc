// What could go wrong: a folder reaches past its border, a case type's name creeps into code, or the rules
// look at the clock, and nobody notices until it cannot be undone.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <map>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "tests/support/shipped_catalogue.h"

namespace arasha {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// What a line includes, empty if nothing.
std::string Included(const std::string& text) {
  // Most lines include nothing, and a pattern is slow to say so.
  if (!absl::StrContains(text, "include")) return "";
  static const std::regex pattern(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::smatch match;
  return std::regex_search(text, match, pattern) ? match[1].str() : "";
}

struct Line {
  std::string file;  // relative to the source tree
  int number;
  std::string text;
  std::string included = Included(text);
};

std::vector<Line> LinesOf(const std::vector<std::string>& folders) {
  const std::filesystem::path root = ARASHA_SOURCE_DIR;
  std::vector<Line> lines;
  for (const std::string& folder : folders) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      const std::string extension = entry.path().extension().string();
      if (!entry.is_regular_file() || (extension != ".cc" && extension != ".h")) continue;
      std::ifstream stream(entry.path());
      std::string text;
      for (int number = 1; std::getline(stream, text); ++number) {
        lines.push_back({entry.path().lexically_relative(root).generic_string(), number, text});
      }
    }
  }
  return lines;
}

const std::vector<Line>& SourceLines() {
  static const std::vector<Line> lines = LinesOf({"services", "storage", "clients"});
  return lines;
}

const std::vector<Line>& AllLines() {
  static const std::vector<Line> lines = LinesOf({"services", "storage", "clients", "tests"});
  return lines;
}

// "file:line: text" of the lines for which `broken` holds.
std::vector<std::string> Broken(const std::vector<Line>& lines,
                                const std::function<bool(const Line&)>& broken) {
  std::vector<std::string> found;
  for (const Line& line : lines) {
    if (broken(line)) found.push_back(absl::StrCat(line.file, ":", line.number, ": ", line.text));
  }
  return found;
}

bool Includes(const Line& line, const std::vector<std::string>& prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(),
                     [&](const std::string& prefix) { return absl::StartsWith(line.included, prefix); });
}

std::vector<std::string> CaseTypeIds() {
  std::vector<std::string> ids;
  for (const v1::CaseType& type : support::ShippedTypes()) ids.push_back(type.id());
  return ids;
}

// How a literal begins or is that names one of the types: a whole literal that is a type's id, with or
// without version or resource prefix, its type part, or its family with the dot. Help texts that quote an id
// in an example command are longer literals, and decide nothing.
std::vector<std::string> LiteralsOf(const std::vector<std::string>& ids) {
  std::vector<std::string> literals;
  for (const std::string& id : ids) {
    const size_t dot = id.find('.');
    for (const std::string& name : {id, "caseTypes/" + id, id.substr(dot + 1), id.substr(0, dot + 1)}) {
      literals.push_back(absl::StrCat("\"", name, "\""));
      literals.push_back(absl::StrCat("\"", name, "@"));
    }
  }
  return literals;
}

bool HasAny(const std::string& text, const std::vector<std::string>& literals) {
  return absl::StrContains(text, '"') &&
         std::any_of(literals.begin(), literals.end(),
                     [&](const std::string& literal) { return absl::StrContains(text, literal); });
}

TEST(Layering, TheTreeIsSeen) {
  std::vector<std::string> files;
  for (const Line& line : SourceLines()) {
    if (line.number == 1) files.push_back(line.file);
  }
  EXPECT_THAT(files, Contains("services/rules/catalogue/case_type.cc"));
  EXPECT_THAT(files, Contains("storage/postgres/connection.cc"));
  EXPECT_THAT(CaseTypeIds(), Contains("rights.detention"));
}

TEST(Layering, CodeNamesNoCaseType) {
  const std::vector<std::string> literals = LiteralsOf(CaseTypeIds());
  EXPECT_THAT(Broken(SourceLines(), [&](const Line& line) { return HasAny(line.text, literals); }),
              IsEmpty());
}

TEST(Layering, OnlyStorageSeesTheDatabase) {
  EXPECT_THAT(Broken(SourceLines(),
                     [](const Line& line) {
                       return !absl::StartsWith(line.file, "storage/") && Includes(line, {"pqxx", "libpq"});
                     }),
              IsEmpty());
}

TEST(Layering, RulesArePure) {
  static const std::regex clock(
      R"(absl::Now\b|system_clock|steady_clock|\btime\s*\(\s*(nullptr|NULL|0)\s*\))");
  EXPECT_THAT(Broken(SourceLines(),
                     [](const Line& line) {
                       return absl::StartsWith(line.file, "services/rules/") &&
                              (Includes(line, {"grpc", "pqxx", "libpq", "storage/", "clients/", "spdlog",
                                               "fstream", "filesystem", "absl/time/clock.h"}) ||
                               std::regex_search(line.text, clock));
                     }),
              IsEmpty());
}

// Every room, bottom first: what a file includes stands in its own room or in one above it in this list. A
// new room goes where what it needs is above it, and what needs it below.
constexpr const char* kRooms[] = {
    "services/rules/log",
    "services/rules/texts",
    // The client.
    "clients/text",
    "clients/input",
    "clients/connection",
    "clients/errors",
    "clients/print",
    "clients/print/drawing",
    "clients/print/tables",
    "clients/print/types",
    "clients/session",
    "clients/verify",
    "clients/verify/report",
    "clients/commands",
    "clients/commands/access",
    "clients/commands/approval",
    "clients/commands/audit",
    "clients/commands/case/party",
    "clients/commands/case/row",
    "clients/commands/case",
    "clients/commands/context",
    "clients/commands/deadline",
    "clients/commands/erasure",
    "clients/commands/report",
    "clients/commands/staff",
    "clients/commands/type",
    "clients",
    // The database.
    "storage/crypto",
    "storage/postgres",
    "storage/keys",
    "storage/log",
    "storage/cases",
    "storage/duties",
    "storage/directory",
    "storage/erasures",
    "storage/jobs",
    "storage/reports",
    // What is right, without clock, database or network.
    "services/rules",
    "services/rules/access",
    "services/rules/identity",
    "services/rules/catalogue",
    "services/rules/catalogue/source",
    "services/rules/deadlines",
    "services/rules/casework",
    "services/rules/flow",
    // The server.
    "services/process",
    "services/sequencing",
    "services/directory",
    "services/jobs",
    "services/calls",
    "services/cases/rows",
    "services/cases",
    "services/cases/corrections",
    "services/cases/deadlines",
    "services/cases/hold",
    "services/cases/approvals",
    "services/cases/parties",
    "services/cases/group_rows",
    "services/reminders",
    "services/erasures",
    "services/warnings",
    "services/access",
    "services/admin",
    "services/audit",
    "services/reports/document",
    "services/reports/drawing",
    "services/reports/render",
    "services/reports/kinds",
    "services/reports",
    "services/server",
    "services/operator",
    "services",
    // The tests.
    "tests/support/log",
    "tests/support",
    "tests/rules/log",
    "tests/rules",
    "tests/rules/texts",
    "tests/rules/access",
    "tests/rules/catalogue",
    "tests/rules/identity",
    "tests/rules/deadlines",
    "tests/rules/casework",
    "tests/storage",
    "tests/storage/crypto",
    "tests/storage/postgres",
    "tests/storage/keys",
    "tests/storage/log",
    "tests/storage/cases",
    "tests/storage/directory",
    "tests/reports",
    "tests/clients",
    "tests/clients/text",
    "tests/clients/input",
    "tests/clients/connection",
    "tests/clients/verify",
    "tests/clients/commands",
    "tests/clients/commands/case",
    "tests/services/requests",
    "tests/services/access",
    "tests/services/calls",
    "tests/services/cases",
    "tests/services/cases/chronology",
    "tests/services/jobs",
    "tests/services/operator",
    "tests/services/erasures",
    "tests/services/reminders",
    "tests/services/reports",
    "tests/services/secrecy",
    "tests/services/sequencing",
    "tests/services/server",
    "tests/fuzz",
    "tests/e2e",
    "tests/faults",
    "tests/tamper",
    "tests/bench/system",
    "tests/bench/load",
    "tests/bench/soak",
    "tests/bench",
};

std::string RoomOf(const std::string& path) { return path.substr(0, path.rfind('/')); }

// Its place in kRooms; -1 if it has none.
int FloorOf(const std::string& room) {
  const auto* found = std::find(std::begin(kRooms), std::end(kRooms), room);
  return found == std::end(kRooms) ? -1 : static_cast<int>(found - std::begin(kRooms));
}

// The resource that a file belongs to, empty if to none: a folder of services/ is one unless it stands here.
std::string ResourceOf(const std::string& path) {
  static const std::set<std::string> none = {"calls",   "directory", "jobs",       "operator",
                                             "process", "rules",     "sequencing", "server"};
  static const std::regex pattern("^services/([^/]+)/");
  std::smatch folder;
  return std::regex_search(path, folder, pattern) && !none.contains(folder[1]) ? folder[1].str() : "";
}

bool IsOurs(const std::string& included) {
  return absl::StartsWith(included, "services/") || absl::StartsWith(included, "storage/") ||
         absl::StartsWith(included, "clients/") || absl::StartsWith(included, "tests/");
}

bool RunsUp(const Line& line) {
  return IsOurs(line.included) && FloorOf(RoomOf(line.included)) > FloorOf(RoomOf(line.file));
}

// A resource includes its own rooms and what every call needs; that of the audit log the log's machinery too.
bool LeavesItsResource(const Line& line) {
  if (!IsOurs(line.included)) return false;
  const std::string own = ResourceOf(line.file);
  if (own.empty() || (own == "audit" && Includes(line, {"services/sequencing/"}))) return false;
  return !Includes(line, {absl::StrCat("services/", own, "/"), "services/calls/", "services/rules/",
                          "services/process/operator_log.h", "storage/"});
}

TEST(Layering, EveryRoomHasItsPlace) {
  std::set<std::string> rooms;
  for (const Line& line : AllLines()) rooms.insert(RoomOf(line.file));
  EXPECT_THAT(rooms, ::testing::UnorderedElementsAreArray(kRooms));
}

TEST(Layering, NoIncludeRunsUp) { EXPECT_THAT(Broken(AllLines(), RunsUp), IsEmpty()); }

TEST(Layering, NoResourceKnowsAnother) { EXPECT_THAT(Broken(SourceLines(), LeavesItsResource), IsEmpty()); }

// Who looks for a file reads one list of names. More than these is two rooms.
TEST(Layering, NoRoomIsCrowded) {
  constexpr int kMost = 30;
  std::map<std::string, int> files;
  const std::filesystem::path root = ARASHA_SOURCE_DIR;
  for (const char* folder : {"services", "storage", "clients", "tests"}) {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
      if (entry.is_regular_file())
        ++files[entry.path().parent_path().lexically_relative(root).generic_string()];
    }
  }
  for (const auto& [room, count] : files) EXPECT_LE(count, kMost) << room;
  EXPECT_GT(files["services/calls"], 10) << "and they are counted";
}

// Longer ones hold two things. tests/ may list cases at length.
TEST(Layering, NoFileIsLong) {
  constexpr int kMost = 400;
  EXPECT_THAT(Broken(SourceLines(), [](const Line& line) { return line.number == kMost + 1; }), IsEmpty());
}

TEST(Layering, StorageKnowsNeitherHandlersNorClients) {
  EXPECT_THAT(Broken(SourceLines(),
                     [](const Line& line) {
                       return absl::StartsWith(line.file, "storage/") &&
                              Includes(line, {"grpc", "clients/", "services/"});
                     }),
              IsEmpty());
}

// And the log's mathematics, for what is checked offline is checked with the code that the server proves
// with; and the texts, for what reports and the command line both name, they name alike.
TEST(Layering, ClientsKnowOnlyTheApi) {
  EXPECT_THAT(Broken(SourceLines(),
                     [](const Line& line) {
                       return absl::StartsWith(line.file, "clients/") &&
                              Includes(line, {"services/", "storage/"}) &&
                              !Includes(line, {"services/rules/log/", "services/rules/texts/"});
                     }),
              IsEmpty());
}

TEST(Layering, TextsStandAlone) {
  EXPECT_THAT(Broken(SourceLines(),
                     [](const Line& line) {
                       return absl::StartsWith(line.file, "services/rules/texts/") &&
                              Includes(line, {"services/"}) && !Includes(line, {"services/rules/texts/"});
                     }),
              IsEmpty());
}

TEST(Layering, TheLogsMathematicsStandAlone) {
  EXPECT_THAT(Broken(SourceLines(),
                     [](const Line& line) {
                       return absl::StartsWith(line.file, "services/rules/log/") &&
                              Includes(line, {"services/", "arasha/", "google/"}) &&
                              !Includes(line, {"services/rules/log/"});
                     }),
              IsEmpty());
}

// That the checks above could fail.
TEST(Layering, TheChecksSeeWhatTheyLookFor) {
  const std::vector<std::string> literals = LiteralsOf({"rights.detention"});
  for (const char* bad : {R"(if (type == "rights.detention") {)", R"(EndsWith(type, "detention"))",
                          R"(StartsWith(type, "rights."))", R"(Find("rights.detention@2"))",
                          R"(Get("caseTypes/rights.detention");)"}) {
    EXPECT_TRUE(HasAny(bad, literals)) << bad;
  }
  for (const char* good :
       {R"({"arasha type show rights.detention"})", "// rights.detention", R"("detentions")"}) {
    EXPECT_FALSE(HasAny(good, literals)) << good;
  }
  EXPECT_EQ(Included(R"(#include <pqxx/pqxx>)"), "pqxx/pqxx");
  EXPECT_EQ(Included(R"(  #  include "storage/cases/cases.h"  // why)"), "storage/cases/cases.h");
  EXPECT_EQ(Included("// includes nothing"), "");
  EXPECT_TRUE(RunsUp({"storage/log/a.cc", 1, R"(#include "storage/cases/rows.h")"}));
  EXPECT_TRUE(RunsUp({"storage/nowhere/a.cc", 1, R"(#include "services/rules/log/leaf.h")"})) << "no place";
  EXPECT_FALSE(RunsUp({"storage/cases/a.cc", 1, R"(#include "storage/log/audit.h")"}));
  EXPECT_TRUE(RunsUp({"storage/cases/a.cc", 1, R"(#include "tests/support/samples.h")"}));
  EXPECT_TRUE(LeavesItsResource({"services/admin/a.cc", 1, R"(#include "services/cases/change_case.h")"}));
  EXPECT_TRUE(LeavesItsResource({"services/new/a.cc", 1, R"(#include "services/admin/staff.h")"}));
  EXPECT_TRUE(LeavesItsResource({"services/cases/a.cc", 1, R"(#include "services/sequencing/tiles.h")"}));
  EXPECT_FALSE(LeavesItsResource({"services/audit/a.cc", 1, R"(#include "services/sequencing/tiles.h")"}));
  EXPECT_FALSE(
      LeavesItsResource({"services/cases/parties/a.cc", 1, R"(#include "services/cases/change_case.h")"}));
  EXPECT_FALSE(
      LeavesItsResource({"services/server/a.cc", 1, R"(#include "services/cases/cases_service.h")"}));
  EXPECT_THAT(Broken({{"a.cc", 7, "x"}, {"b.cc", 8, "y"}}, [](const Line& line) { return line.text == "y"; }),
              ElementsAre("b.cc:8: y"));
}

}  // namespace
}  // namespace arasha
