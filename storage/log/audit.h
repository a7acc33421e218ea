#ifndef ARASHA_STORAGE_LOG_AUDIT_H_
#define ARASHA_STORAGE_LOG_AUDIT_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "storage/keys/case_keys.h"
#include "storage/keys/vault.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/access_context.h"
#include "storage/postgres/case_number.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/encoding.h"

namespace arasha::storage {

class LeafGroup;

// What seals and opens rows: the keys of cases, and those that all replicas share.
struct Sealing {
  Vault& vault;
  CaseKeys& case_keys;
};

// Who does what: for whom the statement runs, and what the leaf of the operation says, the rows it wrote
// aside.
struct AuditContext {
  absl::Time now;           // when the operation takes effect
  std::string instance;     // server process
  std::string actor;        // principal, "staff/a.omarova"
  std::string certificate;  // SHA-256 of the caller's certificate, 32 bytes; empty for an operator
  std::string action;       // RPC, "CreateCase"
  std::string payload;      // the request as received, serialised
  AccessContext access;
  std::shared_ptr<const ServerKeys> server_keys;
  Sealing* sealing = nullptr;
  // With whose the leaf of a read is written (read_leaves.h); by itself if that is null.
  LeafGroup* leaves = nullptr;
};

// What makes a write safe to repeat.
struct WriteContext {
  AuditContext audit;
  std::string request_id;    // UUID
  std::string content_hash;  // SHA-256 of the request
};

// The leaf_head of an operation, a composite literal; its payload is sealed under `key`. Every statement that
// leaves a leaf takes the caller's context as $1 (Connection gives it) and this as $2; a write then $3
// content_hash and $4 the sealed response.
std::string LeafHead(const AuditContext& context, absl::string_view request_id, const DataKey& key);

// What the request of a leaf is sealed for.
std::string RequestPlace(absl::string_view event_uid);

// Of a read: sealed under the server key "payload".
std::string LeafHead(const AuditContext& context);

// Leaves a leaf that tells of a refusal, and the mission and case that it was about, where there are such: a
// serial of 0 is no case, and no mission may be empty. Called after the refusal was decided; nothing else is
// written.
absl::Status AppendDenied(Connection& connection, const AuditContext& context, const CaseNumber& about);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_AUDIT_H_
