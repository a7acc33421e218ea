#ifndef ARASHA_STORAGE_LOG_KEY_ROTATION_H_
#define ARASHA_STORAGE_LOG_KEY_ROTATION_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

// Change of the key-encryption key: what it wraps is wrapped anew; nothing that is sealed is touched.
namespace arasha::storage {

// How many keys each key-encryption key wraps.
struct KekUse {
  std::string kek;
  int64_t data_keys = 0;
  int64_t server_keys = 0;
};
absl::StatusOr<std::vector<KekUse>> CountKeysByKek(Connection& owner);

struct Rotation {
  int64_t found = 0;      // keys under another key-encryption key when it began
  int64_t rewrapped = 0;  // of these, by this run
  int64_t damaged = 0;    // of these, do not unwrap; left as they are
};

// Wraps every data key and server key anew that is not under the key-encryption key in use, as the
// schema's owner, while servers serve. `progress` is told after each batch. Whatever stops it, the `kek`
// column says what is left, and the next run does that. Keys that servers make under the old key while it
// runs may be missed; CountKeysByKek tells. Two at once do no harm. UNAVAILABLE if the provider or the
// database does not answer. Each batch leaves a leaf, which tells what became of each key.
absl::StatusOr<Rotation> RotateKeys(Connection& owner, const AuditContext& context,
                                    const std::function<void(const Rotation&)>& progress);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_LOG_KEY_ROTATION_H_
