#ifndef ARASHA_STORAGE_ERASURES_LIST_ROWS_H_
#define ARASHA_STORAGE_ERASURES_LIST_ROWS_H_

#include "nlohmann/json_fwd.hpp"
#include "storage/erasures/erasure_lists.h"

// Erasure lists as rows, in both directions.
namespace arasha::storage {

nlohmann::json ListToRow(const v1::ErasureList& list, int version, const ServerKeys& keys);

// Throws where a row breaks the schema's promises, or does not open.
ErasureListRow ReadList(const nlohmann::json& row, const ServerKeys& keys);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_ERASURES_LIST_ROWS_H_
