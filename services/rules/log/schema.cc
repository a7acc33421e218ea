#include "services/rules/log/schema.h"

#include <algorithm>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_split.h"
#include "services/rules/log/embedded_schema.h"

namespace arasha::rules::log {

const SchemaDigests& ShippedSchema() {
  static const SchemaDigests shipped = [] {
    SchemaDigests digests;
    for (const absl::string_view line : absl::StrSplit(kEmbeddedSchema, '\n', absl::SkipEmpty())) {
      // As sha256sum writes it.
      const std::pair<absl::string_view, absl::string_view> parts =
          absl::StrSplit(line, absl::MaxSplits("  ", 1));
      digests.emplace(parts.second, ToHash(absl::HexStringToBytes(parts.first)).value_or(Hash{}));
    }
    return digests;
  }();
  return shipped;
}

SchemaComparison::Part SchemaComparison::Take(absl::string_view name, absl::string_view definition) {
  taken_.emplace(name);
  const auto [begin, end] = shipped_.equal_range(name);
  const Hash digest = Sha256(definition);
  const bool known = std::any_of(begin, end, [&](const auto& shipped) { return shipped.second == digest; });
  if (name == kSchemaVersion) recorded_ = known;
  if (known || !recorded_) return Part::kAsShipped;
  return begin == end ? Part::kAdded : Part::kChanged;
}

std::vector<std::string> SchemaComparison::Missing() const {
  std::vector<std::string> missing;
  if (!recorded_) return missing;
  for (const auto& [name, digest] : shipped_) {
    if (!taken_.contains(name) && (missing.empty() || missing.back() != name)) missing.push_back(name);
  }
  return missing;
}

}  // namespace arasha::rules::log
