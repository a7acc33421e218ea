// What could go wrong: a statement writes a row and forgets to tell of it, a new table is told of by nobody,
// or one is changed in columns that nobody listed, or is read from an export by other columns than it has.
#include "storage/log/audited_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

// The only sources that write audited tables by themselves.
const std::set<std::string>& Exceptions() {
  static const std::set<std::string> exceptions = {
      "log/write_statement.cc",  // That is how it is done.
      "log/server_keys.cc",      // Before there is a key to sign a context with.
      "log/requests.cc",         // Answers are forgotten, of which no leaf tells.
  };
  return exceptions;
}

std::string Tables() {
  std::vector<absl::string_view> names;
  for (const AuditedTable& table : kAuditedTables) names.push_back(table.name);
  return absl::StrJoin(names, "|");
}

// Statements in a source that write an audited table.
std::vector<std::string> WritesIn(const std::string& source) {
  static const std::regex write(
      absl::StrCat(R"((?:INSERT INTO|UPDATE|DELETE FROM)\s+(?:)", Tables(), R"()\b)"));
  std::vector<std::string> found;
  for (std::sregex_iterator match(source.begin(), source.end(), write), end; match != end; ++match) {
    found.push_back(match->str());
  }
  return found;
}

TEST(AuditedTables, AreWrittenByStatementsThatTell) {
  const std::filesystem::path root = ARASHA_SOURCE_DIR "/storage";
  int sources = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
    if (entry.path().extension() != ".cc") continue;
    ++sources;
    const std::string name = entry.path().lexically_relative(root).generic_string();
    std::ostringstream source;
    source << std::ifstream(entry.path()).rdbuf();
    if (Exceptions().contains(name)) continue;
    EXPECT_THAT(WritesIn(source.str()), IsEmpty()) << name;
  }
  EXPECT_GT(sources, 30);
  EXPECT_THAT(WritesIn("x AS (\n  UPDATE  party AS p SET"), Contains("UPDATE  party"));
  EXPECT_THAT(WritesIn("INSERT INTO report (uid"), IsEmpty());
}

// What a job notes for itself, of when it is to look at a deadline again; it tells nothing of the case.
constexpr char kNotes[] = "'{looked_due_time, warn_time, warned}'";

class AuditedTablesTest : public support::DatabaseTest {};

TEST_F(AuditedTablesTest, AreAllOfWhichTheLogTells) {
  std::set<std::string> told;
  for (const auto& row : database().Rows("SELECT (proargtypes[0])::regtype::text FROM pg_proc "
                                         "WHERE proname = 'audit_object' AND pronargs = 1")) {
    told.insert(row.front().value());
  }
  std::set<std::string> listed;
  for (const AuditedTable& table : kAuditedTables) {
    listed.insert(std::string(table.name));
    EXPECT_EQ(database().Value(absl::StrCat("SELECT pg_get_functiondef('audit_object(", table.name,
                                            ")'::regprocedure) LIKE '%audit_object(''", table.kind, "''%'")),
              "t")
        << table.name;
    EXPECT_EQ(database().Value(absl::StrCat(
                  "SELECT string_agg(a.attname, ', ') FROM pg_attribute a WHERE a.attrelid = '", table.name,
                  "'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (", kNotes,
                  ") AND "
                  "pg_get_functiondef('audit_state(",
                  table.name, ")'::regprocedure) !~ ('\\.' || a.attname || '\\M')")),
              "")
        << "columns of " << table.name << " that no leaf commits to";
  }
  EXPECT_EQ(listed, told);
}

// Of what is changed as a whole every column must be there and granted; of the rest no table may be changed
// that no statement changes.
TEST_F(AuditedTablesTest, AreChangedByTheServerWhereTheyAreSettable) {
  const std::set<absl::string_view> changed_in_part = {"approval", "case_counter", "case_index", "principal",
                                                       "role_grant"};
  for (const AuditedTable& table : kAuditedTables) {
    for (const absl::string_view column : absl::StrSplit(table.settable, ", ", absl::SkipEmpty())) {
      EXPECT_EQ(database().Value(
                    absl::StrCat("SELECT has_column_privilege('arasha_server', attrelid, attnum, 'UPDATE') "
                                 "FROM pg_attribute WHERE attrelid = '",
                                 table.name, "'::regclass AND attname = '", column, "'")),
                "t")
          << table.name << "." << column;
    }
    EXPECT_EQ(database().Value(absl::StrCat("SELECT has_any_column_privilege('arasha_server', '", table.name,
                                            "', 'UPDATE')")),
              !table.settable.empty() || changed_in_part.contains(table.name) ? "t" : "f")
        << table.name;
  }
}

// Readers of an export have no database to ask what a row's bytes are. Columns that came later are records of
// their own behind that one.
TEST_F(AuditedTablesTest, AreReadFromExportsAsTheyAre) {
  const std::map<std::string, AuditedTable> tables = {
      {"Case", kCaseTable},           {"Party", kPartyTable},
      {"Entry", kEntryTable},         {"Deadline", kDeadlineTable},
      {"Grant", kGrantTable},         {"Approval", kApprovalTable},
      {"Principal", kPrincipalTable}, {"Role", kRoleTable},
      {"CaseType", kCaseTypeTable},   {"LaterDeadline", kDeadlineTable}};
  std::ostringstream source;
  source << std::ifstream(ARASHA_SOURCE_DIR "/clients/verify/row_fields.h").rdbuf();
  const std::string text = source.str();
  static const std::regex array(R"(k(\w+)Fields = \{\{\n((?: {4}\{.*\},\n)*)\}\};)");
  size_t read = 0;
  for (std::sregex_iterator match(text.begin(), text.end(), array), end; match != end; ++match, ++read) {
    ASSERT_TRUE(tables.contains((*match)[1])) << (*match)[1];
    const absl::string_view table = tables.at((*match)[1]).name;
    const int record = absl::StartsWith((*match)[1].str(), "Later") ? 2 : 1;
    EXPECT_EQ((*match)[2],
              database().Value(absl::StrCat(
                  R"sql(
SELECT string_agg(format(E'    {"%s", Type::k%s%s},\n', a.attname, replace(initcap(t.typname), '_Text', 'TextArray'),
                         CASE WHEN a.attnotnull THEN '' ELSE ', true' END), '' ORDER BY state.place)
FROM regexp_matches(split_part(split_part(pg_get_functiondef('audit_state()sql",
                  table, ")'::regprocedure), 'record_send(ROW(', ", record + 1,
                  R"sql(), '))', 1), '\(\w\)\.(\w+)', 'g') WITH ORDINALITY AS state (names, place)
JOIN pg_attribute a ON a.attrelid = ')sql",
                  table, R"sql('::regclass AND a.attname = state.names[1]
JOIN pg_type t ON t.oid = a.atttypid)sql")))
        << table;
  }
  EXPECT_EQ(read, tables.size());
}

}  // namespace
}  // namespace arasha::storage
