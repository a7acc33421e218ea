#include "services/server/schema_check.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "services/process/operator_log.h"
#include "services/rules/log/schema.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/schema.h"

namespace arasha::server {

absl::Status CompareSchema(storage::Connection& connection) {
  const auto parts = storage::ReadSchema(connection);
  if (!parts.ok()) return parts.status();
  rules::log::SchemaComparison comparison(rules::log::ShippedSchema());
  const auto tell = [](const std::string& part, absl::string_view what) {
    Log(LogLevel::kError, "schema_differs", {{"part", part}, {"what", std::string(what)}});
  };
  for (const storage::SchemaPart& part : *parts) {
    switch (comparison.Take(part.name, part.definition)) {
      case rules::log::SchemaComparison::Part::kAsShipped:
        break;
      case rules::log::SchemaComparison::Part::kChanged:
        tell(part.name, "changed");
        break;
      case rules::log::SchemaComparison::Part::kAdded:
        tell(part.name, "added");
        break;
    }
  }
  for (const std::string& part : comparison.Missing()) tell(part, "missing");
  if (!comparison.recorded())
    Log(LogLevel::kWarning, "schema_not_compared", {{"why", "version of PostgreSQL"}});
  return absl::OkStatus();
}

absl::Status CompareContextKey(storage::Connection& connection, storage::Vault& vault) {
  const auto keys = storage::ReadServerKeys(connection, vault);
  if (!keys.ok()) return keys.status();
  const absl::Status tried = storage::TryContext(connection, *keys);
  if (!absl::IsInternal(tried)) return tried;
  Log(LogLevel::kError, "context_key_differs",
      {{"why",
        absl::StrCat("table context_key does not hold the server key \"context\", so that no call can be "
                     "answered; damage or tampering is likely (",
                     DetailOf(tried), ")")}});
  return absl::OkStatus();
}

}  // namespace arasha::server
