#ifndef ARASHA_SERVICES_RULES_LOG_EMBEDDED_SCHEMA_H_
#define ARASHA_SERVICES_RULES_LOG_EMBEDDED_SCHEMA_H_

#include "absl/strings/string_view.h"

namespace arasha::rules::log {

// The text of storage/migrations/schema.sha256; made when the program is built.
extern const absl::string_view kEmbeddedSchema;

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_EMBEDDED_SCHEMA_H_
