#ifndef ARASHA_SERVICES_REPORTS_DOCUMENT_SOURCE_JSON_H_
#define ARASHA_SERVICES_REPORTS_DOCUMENT_SOURCE_JSON_H_

#include "nlohmann/json.hpp"
#include "services/reports/document/document.h"

// What a report says of its proofs, in the words that `arasha report verify` reads.
namespace arasha::reports {

// origin, size, root (hex), note
nlohmann::json ToJson(const Checkpoint& checkpoint);
// filter, leaves, first_index, last_index, digest (hex)
nlohmann::json ToJson(const SourceSet& source);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DOCUMENT_SOURCE_JSON_H_
