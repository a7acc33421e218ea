#ifndef ARASHA_TESTS_SUPPORT_TEST_DATABASE_H_
#define ARASHA_TESTS_SUPPORT_TEST_DATABASE_H_

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "storage/postgres/connection.h"
#include "tests/support/test_keys.h"

namespace arasha::support {

// Where tests/run brought up PostgreSQL and made certificates; nullptr, and a failure that says what to
// do, if it did not.
struct Environment {
  std::string owner;   // ARASHA_PG, libpq string of the schema's owner
  std::string server;  // ARASHA_PG_SERVER, libpq string of the server's role
  std::string dir;     // ARASHA_DIR, with certs/ in it
};
const Environment* FindEnvironment();

// A database for one test: migrated, with the catalogue of deploy/catalogue and the missions and staff of
// deploy/dev-directory.toml in it. Dropped with this.
//
// It is cloned from a template that is made once for each schema and catalogue and shared by all tests of
// one PostgreSQL, whatever process they run in.
class TestDatabase {
 public:
  // nullptr, and a failure, if there is no PostgreSQL or it refuses. Its log is empty, so that a test counts
  // its own leaves.
  static std::unique_ptr<TestDatabase> Create();
  // The same with the leaves of what was applied at set-up.
  static std::unique_ptr<TestDatabase> CreateWithLog();
  // The same with another catalogue, and missions and staff of another file of `arashad directory apply`; not
  // cloned.
  static std::unique_ptr<TestDatabase> CreateOf(const std::string& catalogue, const std::string& directory);
  // The same without schema or content.
  static std::unique_ptr<TestDatabase> CreateEmpty();
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  const std::string& owner_conninfo() const { return owner_conninfo_; }
  const std::string& server_conninfo() const { return server_conninfo_; }
  // Of the role that sequences the log.
  std::string sequencer_conninfo() const;
  std::string reporter_conninfo() const;

  // A standing connection of each role, for the test's own thread.
  storage::Connection& owner() { return *owner_; }
  storage::Connection& server() { return *server_; }

  // What a query answers, run as the owner, NULL as nullopt. The test fails if PostgreSQL refuses it.
  using Row = std::vector<std::optional<std::string>>;
  std::vector<Row> Rows(const std::string& sql);
  // The first column of the first row; empty for NULL and for no row.
  std::string Value(const std::string& sql);

 private:
  TestDatabase(const Environment& environment, const std::string& name);
  static std::unique_ptr<TestDatabase> Create(const std::string& options);
  // False, and a failure, if it cannot.
  bool EmptyLog();

  const std::string name_;
  const std::string maintenance_conninfo_;
  const std::string owner_conninfo_;
  const std::string server_conninfo_;
  std::unique_ptr<storage::Connection> owner_;
  std::unique_ptr<storage::Connection> server_;
};

// A fixture whose every test has a database of its own.
class DatabaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    store_.database = MakeDatabase();
    ASSERT_NE(store_.database, nullptr);
    store_.keys = TestKeys::Read(store_.database->server());
    ASSERT_NE(store_.keys, nullptr);
  }
  virtual std::unique_ptr<TestDatabase> MakeDatabase() { return TestDatabase::Create(); }
  TestDatabase& database() { return *store_.database; }
  TestKeys& keys() { return *store_.keys; }

  // The database, and the keys of what is sealed in it.
  struct Store {
    std::unique_ptr<TestDatabase> database;
    std::unique_ptr<TestKeys> keys;
  };
  Store& store() { return store_; }

 private:
  Store store_;
};

}  // namespace arasha::support

#endif  // ARASHA_TESTS_SUPPORT_TEST_DATABASE_H_
