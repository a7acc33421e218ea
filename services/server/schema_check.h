#ifndef ARASHA_SERVICES_SERVER_SCHEMA_CHECK_H_
#define ARASHA_SERVICES_SERVER_SCHEMA_CHECK_H_

#include "absl/status/status.h"
#include "storage/keys/vault.h"
#include "storage/postgres/connection.h"

namespace arasha::server {

// Tells operators of every part of the schema that is not as it was shipped. No reason to serve nobody: who
// bends the schema could do that anyhow, and `arasha audit verify` names it.
absl::Status CompareSchema(storage::Connection& connection);

// Tells operators if the database's key of contexts is not the server's, under which no call is answered.
absl::Status CompareContextKey(storage::Connection& connection, storage::Vault& vault);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_SERVER_SCHEMA_CHECK_H_
