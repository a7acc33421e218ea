// What could go wrong: a statement writes a row and forgets to tell of it, a new table is told of by nobody,
// or one is changed in columns that nobody listed.
#include "storage/log/audited_tables.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

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
                  "'::regclass AND a.attnum > 0 AND NOT a.attisdropped AND "
                  "pg_get_functiondef('audit_state(",
                  table.name, ")'::regprocedure) !~ ('\\.' || a.attname || '\\M')")),
              "")
        << "columns of " << table.name << " that no leaf commits to";
    for (const absl::string_view column : absl::StrSplit(table.settable, ", ", absl::SkipEmpty())) {
      EXPECT_EQ(database().Value(absl::StrCat("SELECT count(*) FROM pg_attribute WHERE attrelid = '",
                                              table.name, "'::regclass AND attname = '", column, "'")),
                "1")
          << table.name << "." << column;
    }
  }
  EXPECT_EQ(listed, told);
}

}  // namespace
}  // namespace arasha::storage
