#ifndef ARASHA_STORAGE_FINDABLES_H_
#define ARASHA_STORAGE_FINDABLES_H_

#include <string>
#include <vector>

#include "storage/cases.h"
#include "storage/server_keys.h"

namespace arasha::storage {

// Rows of case_index, a JSON array: what is findable, hashed. `key` may lack the uid, if the statement knows
// it.
std::string IndexRows(const ServerKeys& keys, const CaseKey& key, const std::vector<Findable>& findables);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_FINDABLES_H_
