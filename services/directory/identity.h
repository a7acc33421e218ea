#ifndef ARASHA_SERVICES_DIRECTORY_IDENTITY_H_
#define ARASHA_SERVICES_DIRECTORY_IDENTITY_H_

#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"

namespace arasha::server {

// Whom a client certificate names.
struct Identity {
  std::string spiffe_id;    // "spiffe://arasha.example/staff/a.omarova"
  std::string principal;    // "staff/a.omarova", "partners/iom/registry"
  std::string fingerprint;  // SHA-256 of the DER form, 32 bytes
  absl::Time not_after;
};

// Reads a PEM certificate. Exactly one URI subject alternative name is required, a SPIFFE id within
// `trust_domain` whose path is /staff/ID or /partner/ORG/SYSTEM; the common name is ignored (SPIFFE
// X.509-SVID section 2). UNAUTHENTICATED if it is anything else.
absl::StatusOr<Identity> ReadIdentity(absl::string_view pem, const std::string& trust_domain);

// Remembers certificates already read, for a connection presents the same one with every call.
// Thread-safe.
class IdentityCache {
 public:
  explicit IdentityCache(std::string trust_domain) : trust_domain_(std::move(trust_domain)) {}

  absl::StatusOr<std::shared_ptr<const Identity>> Read(absl::string_view pem);

 private:
  const std::string trust_domain_;
  absl::Mutex mutex_;
  std::unordered_map<std::string, std::shared_ptr<const Identity>> identities_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_DIRECTORY_IDENTITY_H_
