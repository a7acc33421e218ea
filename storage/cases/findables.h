#ifndef ARASHA_STORAGE_CASES_FINDABLES_H_
#define ARASHA_STORAGE_CASES_FINDABLES_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "storage/cases/cases.h"
#include "storage/log/server_keys.h"

namespace arasha::storage {

// What to do where a text that is findable was so before: what it is found by is replaced.
inline constexpr absl::string_view kReplaceIndex =
    "ON CONFLICT (mission, case_uid, source) DO UPDATE SET tokens = excluded.tokens, identifiers = "
    "excluded.identifiers, version = i.version + 1";

// Rows of case_index, a JSON array: what is findable, hashed. `key` may lack the uid, if the statement knows
// it.
std::string IndexRows(const ServerKeys& keys, const CaseKey& key, const std::vector<Findable>& findables);

// What also_in() is to look for: of each, the identifiers that no two persons or organisations share, hashed.
std::string WantedIdentifiers(const ServerKeys& keys, const std::vector<Findable>& findables);

// What it found, out of a JSON array of [party, year, serial].
AlsoIn ReadAlsoIn(const std::string& mission, absl::string_view found);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_FINDABLES_H_
