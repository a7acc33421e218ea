#ifndef ARASHA_STORAGE_LOG_SERVER_KEYS_H_
#define ARASHA_STORAGE_LOG_SERVER_KEYS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "storage/keys/vault.h"
#include "storage/postgres/connection.h"

// Keys that all replicas share and that belong to no case: table server_key.
namespace arasha::storage {

struct ServerKeys {
  DataKey register_key;  // what is sealed outside of cases: names of staff, reasons of grants
  DataKey payload;       // requests in the log that belong to no case
  DataKey blind_index;   // HMAC of identifiers
  DataKey search;        // tokens
  DataKey context;       // MAC of access contexts; see ContextToken
  DataKey page_token;    // MAC of page tokens
};

// The uid under which the vault knows a server key: settled by its name, so that wrapped bytes put beside
// another name do not unwrap.
std::string ServerKeyUid(absl::string_view name);

// FAILED_PRECONDITION, saying what to run, if there are none yet.
absl::StatusOr<ServerKeys> ReadServerKeys(Connection& connection, Vault& vault);

// Whether the database accepts contexts signed with them: INTERNAL if it does not, as when its copy of the
// key, table context_key, was changed.
absl::Status TryContext(Connection& connection, const ServerKeys& keys);

// Makes those that are missing, as the schema's owner, and leaves a leaf of InitKeys if there are such;
// returns how many.
absl::StatusOr<int> MakeServerKeys(Connection& owner, Vault& vault);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_SERVER_KEYS_H_
