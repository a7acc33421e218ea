#ifndef ARASHA_SERVICES_SERVER_SCHEMA_CHECK_H_
#define ARASHA_SERVICES_SERVER_SCHEMA_CHECK_H_

#include "absl/status/status.h"
#include "storage/postgres/connection.h"

namespace arasha::server {

// Tells operators of every part of the schema that is not as it was shipped. No reason to serve nobody: who
// bends the schema could do that anyhow, and `arasha audit verify` names it.
absl::Status CompareSchema(storage::Connection& connection);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_SCHEMA_CHECK_H_
