#ifndef ARASHA_STORAGE_POSTGRES_SCHEMA_H_
#define ARASHA_STORAGE_POSTGRES_SCHEMA_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/postgres/connection.h"

// What the schema of the database consists of now, whoever changed it: tables and their columns, constraints,
// triggers, policies, functions, and who may use them.
namespace arasha::storage {

// One of these.
struct SchemaPart {
  std::string name;        // "policy case_file.seen"
  std::string definition;  // as PostgreSQL spells it
};

// All of it, by name.
absl::StatusOr<std::vector<SchemaPart>> ReadSchema(Connection& connection);

// SQL for the same, as a relation of `name` and `definition`. It asks PostgreSQL's own catalogues and none of
// our functions, which could lie about themselves.
extern const absl::string_view kSchemaParts;

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_SCHEMA_H_
