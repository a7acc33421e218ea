#ifndef ARASHA_STORAGE_AUDIT_H_
#define ARASHA_STORAGE_AUDIT_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "storage/encoding.h"

namespace arasha::storage {

// Who does what: what the leaf of one operation says, the rows it wrote aside.
struct AuditContext {
  absl::Time now;           // when the operation takes effect
  std::string instance;     // server process
  std::string actor;        // principal, "staff/a.omarova"
  std::string certificate;  // SHA-256 of the caller's certificate, 32 bytes
  std::string action;       // RPC, "CreateCase"
  std::string payload;      // the request as received, serialised
};

// What makes a write safe to repeat.
struct WriteContext {
  AuditContext audit;
  std::string request_id;    // UUID
  std::string content_hash;  // SHA-256 of the request
};

// Every statement that leaves a leaf takes these seven parameters first, in this order:
//   $1 now, $2 instance, $3 actor, $4 certificate, $5 action, $6 salt, $7 payload
std::vector<Param> AuditParams(const AuditContext& context);

// The same, and then $8 request_id, $9 content_hash.
std::vector<Param> WriteParams(const WriteContext& context);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_AUDIT_H_
