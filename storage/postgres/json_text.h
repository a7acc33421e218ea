#ifndef ARASHA_STORAGE_POSTGRES_JSON_TEXT_H_
#define ARASHA_STORAGE_POSTGRES_JSON_TEXT_H_

#include <nlohmann/json.hpp>

#include "absl/strings/string_view.h"

namespace arasha::storage {

// JSON as PostgreSQL made it, read by simdjson if it is not longer than 1 MiB: nlohmann's own parser takes
// each letter by itself, and took three times as long, most of a list's time. Throws a std::exception if it
// is not JSON.
nlohmann::json ParseJsonText(absl::string_view text);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_JSON_TEXT_H_
