#ifndef ARASHA_STORAGE_POSTGRES_MIGRATIONS_H_
#define ARASHA_STORAGE_POSTGRES_MIGRATIONS_H_

#include <string>
#include <vector>
#include "absl/strings/string_view.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "storage/postgres/connection.h"

namespace arasha::storage {

// One forward-only step of the schema.
struct Migration {
  absl::string_view name;  // "0001_registry"
  absl::string_view sql;
};

// The steps this program was built with, in order.
const std::vector<Migration>& EmbeddedMigrations();

// Brings the database up to this program's schema; returns the names of the steps it took. Each step is
// one transaction. Needs the owner's connection. Two at a time wait for each other.
absl::StatusOr<std::vector<std::string>> Migrate(Connection& owner);

// OK if the database's schema is exactly this program's; FAILED_PRECONDITION that says what to do if not.
absl::Status CheckSchema(Connection& connection);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_MIGRATIONS_H_
