// What could go wrong: somebody bends the schema itself, and nobody is told; or an honest one is accused, for
// storage/migrations/schema.sha256 was not made anew with the migrations.
#include "storage/postgres/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <pqxx/pqxx>
#include <set>

#include "absl/strings/escaping.h"
#include "storage/postgres/encoding.h"
#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

class Schema : public support::DatabaseTest {
 protected:
  std::map<std::string, std::string> Read() {
    const auto parts = ReadSchema(database().server());
    EXPECT_TRUE(parts.ok()) << parts.status();
    std::map<std::string, std::string> read;
    if (parts.ok()) {
      for (const SchemaPart& part : *parts) read[part.name] = part.definition;
    }
    return read;
  }
  // What another schema has otherwise than `before`, changed, added or missing.
  std::vector<std::string> Bent(const std::string& sql) {
    const auto before = Read();
    const absl::Status done = database().owner().ExecuteScript(sql);
    EXPECT_TRUE(done.ok()) << done;
    const auto after = Read();
    std::vector<std::string> names;
    for (const auto& [name, definition] : before) {
      const auto found = after.find(name);
      if (found == after.end() || found->second != definition) names.push_back(name);
    }
    for (const auto& [name, definition] : after) {
      if (!before.contains(name)) names.push_back(name);
    }
    return names;
  }
};

TEST_F(Schema, IsTheOneThatProgramsAreBuiltWith) {
  const std::string path = ARASHA_SOURCE_DIR "/storage/migrations/schema.sha256";
  const std::map<std::string, std::string> read = Read();
  // "1" writes the file anew; "add" adds how this version of PostgreSQL spells it.
  const char* write = std::getenv("ARASHA_WRITE_SCHEMA");
  std::set<std::pair<std::string, std::string>> kept;  // by name
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) kept.emplace(line.substr(66), line);
  if (write != nullptr && std::string(write) == "1") kept.clear();
  std::set<std::string> names;
  for (const auto& [name, line] : kept) names.insert(name);
  const auto line_of = [](const std::string& name, const std::string& definition) {
    return std::pair(name, absl::BytesToHexString(Sha256(definition)) + "  " + name);
  };
  if (write != nullptr) {
    for (const auto& [name, definition] : read) kept.insert(line_of(name, definition));
    std::ofstream written(path);
    for (const auto& [name, line] : kept) written << line << "\n";
    return;
  }
  if (!kept.contains(line_of("PostgreSQL", read.at("PostgreSQL")))) {
    GTEST_SKIP() << "not recorded for PostgreSQL " << read.at("PostgreSQL")
                 << ": ARASHA_WRITE_SCHEMA=add does";
  }
  for (const auto& [name, definition] : read) {
    EXPECT_TRUE(kept.contains(line_of(name, definition)))
        << name << " changed with the migrations: run this test with ARASHA_WRITE_SCHEMA=1";
    names.erase(name);
  }
  EXPECT_THAT(names, ::testing::IsEmpty()) << "run this test with ARASHA_WRITE_SCHEMA=1";
}

TEST_F(Schema, TellsWhateverIsBent) {
  EXPECT_THAT(Bent("DROP TRIGGER append_only ON entry"), ElementsAre("trigger entry.append_only"));
  EXPECT_THAT(Bent("ALTER TABLE audit_leaf DISABLE TRIGGER append_only"),
              UnorderedElementsAre("table audit_leaf", "trigger audit_leaf.append_only"));
  EXPECT_THAT(Bent("ALTER TABLE party DISABLE ROW LEVEL SECURITY"), ElementsAre("table party"));
  EXPECT_THAT(Bent("ALTER POLICY seen ON case_file USING (true)"), ElementsAre("policy case_file.seen"));
  EXPECT_THAT(Bent("CREATE POLICY all_of_them ON entry TO arasha_server USING (true)"),
              ElementsAre("policy entry.all_of_them"));
  EXPECT_THAT(Bent("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
                   "'BEGIN RETURN NEW; END'"),
              ElementsAre("function refuse_change()"));
  EXPECT_THAT(Bent("GRANT DELETE ON entry TO arasha_server"), ElementsAre("table entry"));
  EXPECT_THAT(Bent("GRANT SELECT (sealed) ON party TO arasha_reporter"), ElementsAre("table party"));
  EXPECT_THAT(Bent("GRANT EXECUTE ON FUNCTION require_log_reader(text) TO PUBLIC"),
              ElementsAre("function require_log_reader(of_mission text)"));
  EXPECT_THAT(Bent("ALTER TABLE approval DROP CONSTRAINT approval_four_eyes"),
              ElementsAre("constraint approval.approval_four_eyes"));
  EXPECT_THAT(Bent("DROP INDEX approval_pending"), ElementsAre("index approval.approval_pending"));
  // A view without its condition, and without what keeps a caller's own function from the rows before it.
  EXPECT_THAT(Bent(R"sql(DO $$ BEGIN
                EXECUTE 'CREATE OR REPLACE VIEW full_case WITH (security_barrier) AS '
                        || regexp_replace(pg_get_viewdef('full_case'), 'WHERE\s+CASE.*$', '');
              END $$)sql"),
              ElementsAre("rule full_case._RETURN"));
  EXPECT_THAT(Bent("ALTER VIEW full_case RESET (security_barrier)"), ElementsAre("view full_case"));
  EXPECT_NE(Read()["view full_case"], "") << "what is bent is still told of";
  EXPECT_THAT(Bent("CREATE RULE forget AS ON INSERT TO access_grant DO INSTEAD NOTHING"),
              ::testing::Contains("rule access_grant.forget"));
}

// As ALTER SYSTEM does to all sessions.
TEST_F(Schema, TellsSettingsThatSwitchItOff) {
  const auto before = Read();
  EXPECT_EQ(before.at("setting session_replication_role"), "origin");
  ASSERT_EQ(before.at("setting row_security"), "on");
  ASSERT_TRUE(database().server().Execute("SELECT set_config('row_security', 'off', false)", {}).ok());
  EXPECT_EQ(Read().at("setting row_security"), "off");
}

}  // namespace
}  // namespace arasha::storage
