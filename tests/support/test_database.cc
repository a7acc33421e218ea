#include "tests/support/test_database.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <pqxx/pqxx>
#include <sstream>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "services/process/operator_log.h"
#include "storage/postgres/encoding.h"
#include "storage/postgres/migrations.h"
#include "storage/postgres/pg_errors.h"
#include "tests/support/operator_command.h"

// libpqxx 6 leaks the result with which libpq says that a connection broke: it asks for the connection's
// encoding before it takes the result into its keeping, and that throws.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:pqxx::connection"; }

namespace arasha::support {
namespace {

namespace fs = std::filesystem;

// "Arasha tests" as a number; any fixed value does.
constexpr char kTakeLock[] = "SELECT pg_advisory_lock(7365101)";

constexpr char kEmptyLog[] = R"sql(
ALTER TABLE audit_leaf DISABLE TRIGGER USER;
ALTER TABLE audit_secret DISABLE TRIGGER USER;
TRUNCATE audit_leaf, audit_secret, audit_pending RESTART IDENTITY;
ALTER TABLE audit_leaf ENABLE TRIGGER USER;
ALTER TABLE audit_secret ENABLE TRIGGER USER;
-- Warnings would come, with their leaves, between what a test does; tests of them have them given.
UPDATE job SET next_run_time = 'infinity' WHERE name = 'give_warnings';
)sql";

std::string ReadFile(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

std::string Catalogue() { return ARASHA_SOURCE_DIR "/deploy/catalogue"; }
std::string DirectoryFile() { return ARASHA_SOURCE_DIR "/deploy/dev-directory.toml"; }

// A name that changes with anything that goes into the template.
std::string TemplateName() {
  std::string content = ReadFile(DirectoryFile());
  for (const storage::Migration& migration : storage::EmbeddedMigrations()) {
    absl::StrAppend(&content, migration.name, migration.sql);
  }
  std::vector<fs::path> paths;
  for (const auto& item : fs::recursive_directory_iterator(Catalogue())) {
    if (item.path().extension() == ".textproto") paths.push_back(item.path());
  }
  std::sort(paths.begin(), paths.end());
  for (const fs::path& path : paths) absl::StrAppend(&content, path.string(), ReadFile(path));
  return absl::StrCat("template_", absl::BytesToHexString(storage::Sha256(content).substr(0, 8)));
}

std::string WithDatabase(const std::string& conninfo, const std::string& name) {
  return absl::StrReplaceAll(conninfo, {{"dbname=arasha", "dbname=" + name}});
}

bool Run(storage::Connection& connection, const std::string& sql) {
  const auto result = connection.Execute(sql, {});
  if (!result.ok()) ADD_FAILURE() << sql << ": " << server::DetailOf(result.status());
  return result.ok();
}

// Fills a database the way an operator does.
bool Fill(const std::string& owner_conninfo, const std::string& catalogue, const std::string& directory) {
  const fs::path config = fs::temp_directory_path() / absl::StrCat("arasha-template-", getpid(), ".toml");
  std::ofstream(config) << "[server]\nlisten = \"127.0.0.1:0\"\ntrust_domain = \"arasha.example\"\n"
                        << "[tls]\ncertificate = \"-\"\nkey = \"-\"\nclient_ca = \"-\"\n"
                        << "[database]\nserver = \"-\"\nowner = \"" << owner_conninfo << "\"\n"
                        << "[keys]\ndirectory = \"" << TestKeys::Folder() << "\"\ncurrent = \"kek-1\"\n";
  bool filled = true;
  const std::vector<std::vector<std::string>> commands = {
      {"migrate"}, {"keys", "init"}, {"catalogue", "apply", catalogue}, {"directory", "apply", directory}};
  for (std::vector<std::string> command : commands) {
    command.insert(command.end(), {"--config", config});
    const CommandOutcome outcome = Arashad(command);
    filled = outcome.exit_code == 0;
    EXPECT_TRUE(filled) << "the database could not be filled: " << outcome.error;
    if (!filled) break;
  }
  fs::remove(config);
  return filled;
}

// The template's name; empty, and a failure, if it could not be made. Under a lock that dies with
// `maintenance`, and finished before it gets its name, so that a killed test leaves nothing half-done
// that another would trust.
std::string MakeTemplate(const Environment& environment, storage::Connection& maintenance) {
  const std::string name = TemplateName();
  const auto stands = [&] {
    const auto found = maintenance.Execute("SELECT 1 FROM pg_database WHERE datname = $1", {name});
    return found.ok() && !found->empty();
  };
  if (stands()) return name;
  if (!Run(maintenance, kTakeLock)) return "";
  if (stands()) return name;
  const std::string draft = absl::StrCat("draft_", getpid());
  if (!Run(maintenance, "DROP DATABASE IF EXISTS " + draft) ||
      !Run(maintenance, "CREATE DATABASE " + draft) ||
      !Fill(WithDatabase(environment.owner, draft), Catalogue(), DirectoryFile()) ||
      !Run(maintenance, absl::StrCat("ALTER DATABASE ", draft, " RENAME TO ", name))) {
    return "";
  }
  return name;
}

}  // namespace

const Environment* FindEnvironment() {
  static const Environment environment = [] {
    const auto variable = [](const char* name) {
      const char* value = std::getenv(name);
      return std::string(value == nullptr ? "" : value);
    };
    return Environment{variable("ARASHA_PG"), variable("ARASHA_PG_SERVER"), variable("ARASHA_DIR")};
  }();
  if (!environment.owner.empty() && !environment.server.empty() && !environment.dir.empty())
    return &environment;
  ADD_FAILURE() << "this test needs a PostgreSQL: run it by tests/run, or set what `deploy/dev up "
                   "--database-only --dir DIR` and `deploy/dev env --dir DIR` give";
  return nullptr;
}

std::unique_ptr<TestDatabase> TestDatabase::Create() {
  std::unique_ptr<TestDatabase> database = CreateWithLog();
  return database != nullptr && database->EmptyLog() ? std::move(database) : nullptr;
}

std::unique_ptr<TestDatabase> TestDatabase::CreateOf(const std::string& catalogue,
                                                     const std::string& directory) {
  std::unique_ptr<TestDatabase> database = CreateEmpty();
  const bool filled = database != nullptr && Fill(database->owner_conninfo(), catalogue, directory);
  return filled ? std::move(database) : nullptr;
}

bool TestDatabase::EmptyLog() {
  const absl::Status emptied = owner_->ExecuteScript(kEmptyLog);
  EXPECT_TRUE(emptied.ok()) << server::DetailOf(emptied);
  return emptied.ok();
}

std::unique_ptr<TestDatabase> TestDatabase::CreateWithLog() {
  const Environment* environment = FindEnvironment();
  if (environment == nullptr) return nullptr;
  storage::Connection maintenance(environment->owner);
  const std::string from = MakeTemplate(*environment, maintenance);
  return from.empty() ? nullptr : Create("TEMPLATE " + from);
}

std::unique_ptr<TestDatabase> TestDatabase::CreateEmpty() { return Create(std::string()); }

std::unique_ptr<TestDatabase> TestDatabase::Create(const std::string& options) {
  const Environment* environment = FindEnvironment();
  if (environment == nullptr) return nullptr;
  storage::Connection maintenance(environment->owner);
  const std::string name = absl::StrCat("test_", absl::BytesToHexString(storage::RandomBytes(8)));
  if (!Run(maintenance, absl::StrCat("CREATE DATABASE ", name, " ", options))) return nullptr;
  return std::unique_ptr<TestDatabase>(new TestDatabase(*environment, name));
}

TestDatabase::TestDatabase(const Environment& environment, const std::string& name)
    : name_(name),
      maintenance_conninfo_(environment.owner),
      owner_conninfo_(WithDatabase(environment.owner, name)),
      server_conninfo_(WithDatabase(environment.server, name)),
      owner_(std::make_unique<storage::Connection>(owner_conninfo_)),
      server_(std::make_unique<storage::Connection>(server_conninfo_)) {}

TestDatabase::~TestDatabase() {
  owner_.reset();
  server_.reset();
  storage::Connection maintenance(maintenance_conninfo_);
  // Fails after five seconds if something still uses it: a test that leaves connections behind is wrong.
  Run(maintenance, "DROP DATABASE " + name_);
}

std::string TestDatabase::sequencer_conninfo() const {
  return absl::StrReplaceAll(owner_conninfo_, {{"arasha_owner", "arasha_sequencer"}});
}

std::string TestDatabase::reporter_conninfo() const {
  return absl::StrReplaceAll(owner_conninfo_, {{"arasha_owner", "arasha_reporter"}});
}

std::vector<TestDatabase::Row> TestDatabase::Rows(const std::string& sql) {
  const auto result = owner_->Execute(sql, {});
  if (!result.ok()) {
    ADD_FAILURE() << sql << ": " << server::DetailOf(result.status());
    return {};
  }
  std::vector<Row> rows;
  for (const auto& row : *result) {
    Row& values = rows.emplace_back();
    for (const auto& field : row) {
      values.push_back(field.is_null() ? std::nullopt : std::optional<std::string>(field.c_str()));
    }
  }
  return rows;
}

std::string TestDatabase::Value(const std::string& sql) {
  const std::vector<Row> rows = Rows(sql);
  return rows.empty() ? "" : rows.front().front().value_or("");
}

}  // namespace arasha::support
