#include "services/reports/document/source_json.h"

#include "absl/strings/escaping.h"

namespace arasha::reports {

nlohmann::json ToJson(const Checkpoint& checkpoint) {
  return {{"origin", checkpoint.origin},
          {"size", checkpoint.size},
          {"root", absl::BytesToHexString(checkpoint.root)},
          {"note", checkpoint.note}};
}

nlohmann::json ToJson(const SourceSet& source) {
  return {{"filter", source.filter},
          {"leaves", source.leaves},
          {"first_index", source.first_index},
          {"last_index", source.last_index},
          {"digest", absl::BytesToHexString(source.digest)}};
}

}  // namespace arasha::reports
