#include "storage/postgres/migrations.h"

#include <pqxx/pqxx>

#include "absl/strings/str_cat.h"

namespace arasha::storage {
namespace {

constexpr absl::string_view kCreateLedger = R"sql(
CREATE TABLE IF NOT EXISTS schema_migration (
  name       text PRIMARY KEY,
  apply_time timestamptz NOT NULL DEFAULT now()
))sql";

// "Arasha schema" as a number; any fixed value does.
constexpr absl::string_view kTakeLock = "SELECT pg_advisory_lock(7365100)";
constexpr absl::string_view kReleaseLock = "SELECT pg_advisory_unlock(7365100)";

constexpr absl::string_view kApplied = "SELECT name FROM schema_migration ORDER BY name";
constexpr absl::string_view kLedgerExists = "SELECT to_regclass('schema_migration') IS NOT NULL";

absl::StatusOr<std::vector<std::string>> Applied(Connection& connection) {
  auto exists = connection.Execute(kLedgerExists, {});
  if (!exists.ok()) return exists.status();
  std::vector<std::string> names;
  if (!exists->front()[0].as<bool>()) return names;
  auto result = connection.Execute(kApplied, {});
  if (!result.ok()) return result.status();
  for (const auto& row : *result) names.push_back(row[0].as<std::string>());
  return names;
}

// The applied steps must be a prefix of ours; says what is wrong if not.
absl::Status CheckPrefix(const std::vector<std::string>& applied) {
  const auto& embedded = EmbeddedMigrations();
  for (size_t i = 0; i < applied.size(); ++i) {
    if (i >= embedded.size() || embedded[i].name != applied[i]) {
      return absl::FailedPreconditionError(
          absl::StrCat("the database has schema step ", applied[i],
                       ", which this program does not know: run a program at least as new as the database"));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<std::vector<std::string>> TakeSteps(Connection& owner) {
  if (absl::Status s = owner.ExecuteScript(kCreateLedger); !s.ok()) return s;
  auto applied = Applied(owner);
  if (!applied.ok()) return applied.status();
  if (absl::Status s = CheckPrefix(*applied); !s.ok()) return s;
  std::vector<std::string> done;
  const auto& embedded = EmbeddedMigrations();
  for (size_t i = applied->size(); i < embedded.size(); ++i) {
    const absl::Status status = owner.ExecuteScript(absl::StrCat(
        embedded[i].sql, "\n;INSERT INTO schema_migration (name) VALUES ('", embedded[i].name, "')"));
    if (!status.ok()) return status;
    done.emplace_back(embedded[i].name);
  }
  return done;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> Migrate(Connection& owner) {
  if (auto locked = owner.Execute(kTakeLock, {}); !locked.ok()) return locked.status();
  auto done = TakeSteps(owner);
  if (auto released = owner.Execute(kReleaseLock, {}); done.ok() && !released.ok()) return released.status();
  return done;
}

absl::Status CheckSchema(Connection& connection) {
  auto applied = Applied(connection);
  if (!applied.ok()) return applied.status();
  if (absl::Status s = CheckPrefix(*applied); !s.ok()) return s;
  const auto& embedded = EmbeddedMigrations();
  if (applied->size() < embedded.size()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the database's schema is at ", applied->empty() ? "nothing" : applied->back(),
                     ", this program needs ", embedded.back().name,
                     ": run `arashad migrate --config FILE` as the owner, then start again"));
  }
  return absl::OkStatus();
}

}  // namespace arasha::storage
