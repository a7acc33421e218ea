#ifndef ARASHA_STORAGE_POSTGRES_ACCESS_CONTEXT_H_
#define ARASHA_STORAGE_POSTGRES_ACCESS_CONTEXT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/crypto/secret_key.h"

namespace arasha::storage {

// For whom a statement runs: what row-level security admits (storage/migrations/0003_access.sql). The labels
// are those of services/rules/access/access.h.
struct AccessContext {
  std::vector<std::string> labels;
  absl::Time valid_until;                // not after it, whatever the statement's own limit is
  std::shared_ptr<const SecretKey> key;  // of the MAC, the server key "context"
};

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_ACCESS_CONTEXT_H_
