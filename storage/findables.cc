#include "storage/findables.h"

#include "nlohmann/json.hpp"
#include "storage/search_index.h"

namespace arasha::storage {

std::string IndexRows(const ServerKeys& keys, const CaseKey& key, const std::vector<Findable>& findables) {
  nlohmann::json rows = nlohmann::json::array();
  for (const Findable& findable : findables) {
    nlohmann::json identifiers = nlohmann::json::array();
    for (const Findable::Identifier& identifier : findable.identifiers) {
      identifiers.push_back(BytesText(BlindIndex(*keys.blind_index.key, identifier.kind, identifier.value)));
    }
    rows.push_back({{"mission", key.mission},
                    {"case_uid", key.uid.empty() ? nlohmann::json(nullptr) : nlohmann::json(key.uid)},
                    {"source", findable.source},
                    {"tokens", SearchTokens(*keys.search.key, key.mission, findable.ngrams)},
                    {"identifiers", std::move(identifiers)}});
  }
  return rows.dump();
}

}  // namespace arasha::storage
