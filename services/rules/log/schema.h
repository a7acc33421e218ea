#ifndef ARASHA_SERVICES_RULES_LOG_SCHEMA_H_
#define ARASHA_SERVICES_RULES_LOG_SCHEMA_H_

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/log/merkle.h"

// What the database's schema was shipped as, to tell one that somebody bent: a trigger dropped, a policy
// switched off, a function rewritten. Parts are those of storage/postgres/schema.h.
namespace arasha::rules::log {

// SHA-256 of each part's definition, by the part's name; several, where versions of PostgreSQL spell it
// otherwise.
using SchemaDigests = std::multimap<std::string, Hash, std::less<>>;

// Of the schema that this program was built with, from storage/migrations/schema.sha256.
const SchemaDigests& ShippedSchema();

// The part that tells the version of PostgreSQL. It comes first.
inline constexpr absl::string_view kSchemaVersion = "PostgreSQL";

// Compares a schema, part by part, with what was shipped. Of a version of PostgreSQL whose spelling was not
// recorded it cannot tell anything, and takes all of it for shipped.
class SchemaComparison {
 public:
  enum class Part { kAsShipped, kChanged, kAdded };

  // `shipped` must outlive it.
  explicit SchemaComparison(const SchemaDigests& shipped) : shipped_(shipped) {}

  Part Take(absl::string_view name, absl::string_view definition);
  // Those that were not taken.
  std::vector<std::string> Missing() const;
  bool empty() const { return taken_.empty(); }
  bool recorded() const { return recorded_; }

 private:
  const SchemaDigests& shipped_;
  bool recorded_ = true;
  std::set<std::string, std::less<>> taken_;
};

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_SCHEMA_H_
