#ifndef ARASHA_STORAGE_POSTGRES_CONTEXT_TOKEN_H_
#define ARASHA_STORAGE_POSTGRES_CONTEXT_TOKEN_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "storage/crypto/secret_key.h"

namespace arasha::storage {

// The setting arasha.context that access_labels() in migrations/0003_access.sql takes: says for whom the
// statements of one transaction are. `key`: ServerKeys.context. Holds until `expires`, whole seconds,
// rounded down, on the backend with this process id and on no other. A label with a comma or a line break
// in it, which nothing makes, is left out, for it would read as two.
std::string ContextToken(const SecretKey& key, absl::Span<const std::string> labels, absl::Time expires,
                         int backend_pid);

// The key's two padded blocks (RFC 2104), 64 bytes each: what table context_key holds.
struct HmacPads {
  std::string inner;
  std::string outer;
};
HmacPads HmacPadsOf(const SecretKey& key);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_CONTEXT_TOKEN_H_
