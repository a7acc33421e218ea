#include "storage/cases/findables.h"

#include "nlohmann/json.hpp"
#include "storage/cases/search_index.h"

namespace arasha::storage {
namespace {

using nlohmann::json;

std::string Hashed(const ServerKeys& keys, const Findable::Identifier& identifier) {
  return BytesText(BlindIndex(*keys.blind_index.key, identifier.kind, identifier.value));
}

}  // namespace

std::string IndexRows(const ServerKeys& keys, const CaseKey& key, const std::vector<Findable>& findables) {
  json rows = nlohmann::json::array();
  for (const Findable& findable : findables) {
    json identifiers = nlohmann::json::array();
    for (const Findable::Identifier& identifier : findable.identifiers) {
      identifiers.push_back(Hashed(keys, identifier));
    }
    rows.push_back({{"mission", key.mission},
                    {"case_uid", key.uid.empty() ? json(nullptr) : json(key.uid)},
                    {"source", findable.source},
                    {"tokens", SearchTokens(*keys.search.key, key.mission, findable.ngrams)},
                    {"identifiers", std::move(identifiers)},
                    {"version", 1}});
  }
  return rows.dump();
}

std::string WantedIdentifiers(const ServerKeys& keys, const std::vector<Findable>& findables) {
  json wanted = json::array();
  for (const Findable& findable : findables) {
    json identifiers = json::array();
    for (const Findable::Identifier& identifier : findable.identifiers) {
      // Telephones and addresses are shared by families and firms.
      if (identifier.kind == "phone" || identifier.kind == "email") continue;
      identifiers.push_back(Hashed(keys, identifier));
    }
    if (!identifiers.empty()) {
      wanted.push_back({{"party", findable.source}, {"identifiers", std::move(identifiers)}});
    }
  }
  return wanted.dump();
}

AlsoIn ReadAlsoIn(const std::string& mission, absl::string_view found) {
  AlsoIn also_in;
  for (const json& row : json::parse(found)) {
    also_in[row.at(0).get<std::string>()].push_back(
        CaseName({mission, row.at(1).get<int>(), row.at(2).get<int>()}));
  }
  return also_in;
}

}  // namespace arasha::storage
