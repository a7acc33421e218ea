#include "services/server/key_options.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace arasha::server {

absl::StatusOr<std::unique_ptr<storage::KeyProvider>> OpenKeyProvider(const Options& options) {
  if (options.key_provider == "file") return storage::OpenKeyFiles(options.key_directory, options.key_current);
  return absl::InvalidArgumentError(absl::StrCat("keys.provider must be \"file\", got \"", options.key_provider, "\""));
}

}  // namespace arasha::server
