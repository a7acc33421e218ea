// What could go wrong: a database migrated twice, or by two operators at once, ends half-done or with an
// error; a server starts against a schema that it does not know and corrupts data.
#include "storage/postgres/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "tests/support/test_database.h"

namespace arasha::storage {
namespace {

using support::TestDatabase;
using ::testing::HasSubstr;

TEST(Migrations, AreOrderedByName) {
  std::string before;
  for (const Migration& migration : EmbeddedMigrations()) {
    EXPECT_LT(before, std::string(migration.name));
    EXPECT_FALSE(migration.sql.empty());
    before = std::string(migration.name);
  }
}

TEST(Migrations, TakeEveryStepOnceAndThenNone) {
  const auto database = TestDatabase::CreateEmpty();
  ASSERT_NE(database, nullptr);
  const auto first = Migrate(database->owner());
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->size(), EmbeddedMigrations().size());
  const auto second = Migrate(database->owner());
  ASSERT_TRUE(second.ok()) << second.status();
  EXPECT_TRUE(second->empty());
  EXPECT_TRUE(CheckSchema(database->server()).ok());
}

TEST(Migrations, TwoAtATimeTakeEveryStepOnceTogether) {
  const auto database = TestDatabase::CreateEmpty();
  ASSERT_NE(database, nullptr);
  std::vector<absl::StatusOr<std::vector<std::string>>> taken(4, absl::UnknownError("not run"));
  std::vector<std::thread> operators;
  for (auto& mine : taken) {
    operators.emplace_back([&mine, &database] {
      Connection owner(database->owner_conninfo());
      mine = Migrate(owner);
    });
  }
  for (std::thread& thread : operators) thread.join();
  size_t steps = 0;
  for (const auto& mine : taken) {
    ASSERT_TRUE(mine.ok()) << mine.status();
    steps += mine->size();
  }
  EXPECT_EQ(steps, EmbeddedMigrations().size());
}

TEST(Migrations, AnOlderDatabaseIsRefusedWithTheCommandThatHelps) {
  const auto database = TestDatabase::CreateEmpty();
  ASSERT_NE(database, nullptr);
  const absl::Status empty = CheckSchema(database->owner());
  EXPECT_EQ(empty.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(empty.message()), HasSubstr("is at nothing"));
  ASSERT_TRUE(Migrate(database->owner()).ok());
  database->Rows("DELETE FROM schema_migration WHERE name = '" +
                 std::string(EmbeddedMigrations().back().name) + "'");
  const absl::Status older = CheckSchema(database->owner());
  EXPECT_EQ(older.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(older.message()), HasSubstr("arashad migrate --config FILE"));
}

TEST(Migrations, ANewerDatabaseIsRefusedByServerAndMigrate) {
  const auto database = TestDatabase::CreateEmpty();
  ASSERT_NE(database, nullptr);
  ASSERT_TRUE(Migrate(database->owner()).ok());
  database->Rows("INSERT INTO schema_migration (name) VALUES ('9999_future')");
  for (const absl::Status& status : {CheckSchema(database->server()), Migrate(database->owner()).status()}) {
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_THAT(std::string(status.message()), HasSubstr("9999_future"));
    EXPECT_THAT(std::string(status.message()), HasSubstr("at least as new"));
  }
}

// An operator whose program is too old must not lock out the one whose program is right.
TEST(Migrations, ARefusedMigrateDoesNotKeepTheLock) {
  const auto database = TestDatabase::CreateEmpty();
  ASSERT_NE(database, nullptr);
  ASSERT_TRUE(Migrate(database->owner()).ok());
  database->Rows("INSERT INTO schema_migration (name) VALUES ('9999_future')");
  EXPECT_FALSE(Migrate(database->owner()).ok());
  database->Rows("DELETE FROM schema_migration WHERE name = '9999_future'");
  EXPECT_EQ(
      database->Value("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = 7365100 "
                      "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"),
      "0");
}

}  // namespace
}  // namespace arasha::storage
