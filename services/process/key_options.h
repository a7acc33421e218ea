#ifndef ARASHA_SERVICES_PROCESS_KEY_OPTIONS_H_
#define ARASHA_SERVICES_PROCESS_KEY_OPTIONS_H_

#include <memory>

#include "absl/status/statusor.h"
#include "services/process/options.h"
#include "storage/keys/key_provider.h"

namespace arasha::server {

// The keeper of key-encryption keys that [keys] of the configuration names. INVALID_ARGUMENT for a key of it
// that is missing; otherwise as OpenKeyFiles and OpenPkcs11.
absl::StatusOr<std::unique_ptr<storage::KeyProvider>> OpenKeyProvider(const Options& options);

}  // namespace arasha::server

#endif  // ARASHA_SERVICES_PROCESS_KEY_OPTIONS_H_
