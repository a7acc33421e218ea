#include "services/process/key_options.h"

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"

namespace arasha::server {
namespace {

absl::Status Need(const std::vector<std::pair<std::string, std::string>>& needed) {
  for (const auto& [name, value] : needed) {
    if (value.empty()) return absl::InvalidArgumentError(absl::StrCat("keys.", name, " is missing"));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<storage::KeyProvider>> OpenKeyProvider(const Options& options) {
  absl::Status needs = Need({{"current", options.key_current}});
  if (options.key_provider == "file") {
    needs.Update(Need({{"directory", options.key_directory}}));
    if (!needs.ok()) return needs;
    return storage::OpenKeyFiles(options.key_directory, options.key_current);
  }
  if (options.key_provider == "pkcs11") {
    needs.Update(Need(
        {{"module", options.key_module}, {"token", options.key_token}, {"pin_file", options.key_pin_file}}));
    if (!needs.ok()) return needs;
    return storage::OpenPkcs11({options.key_module, options.key_token, options.key_pin_file},
                               options.key_current);
  }
  return absl::InvalidArgumentError(
      absl::StrCat("keys.provider must be \"file\" or \"pkcs11\", got \"", options.key_provider, "\""));
}

}  // namespace arasha::server
