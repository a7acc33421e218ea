#ifndef ARASHA_SERVICES_ADMIN_OWNER_H_
#define ARASHA_SERVICES_ADMIN_OWNER_H_

#include <iostream>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "services/server/log.h"
#include "services/server/options.h"
#include "storage/connection.h"

// What the operators' commands share: exit codes, errors on standard error, the owner's connection.
namespace arasha::admin {

inline constexpr int kDone = 0;
inline constexpr int kFailed = 1;
inline constexpr int kUnusable = 2;

inline int Fail(const absl::Status& status, int code = kFailed) {
  std::cerr << "arashad: "
            << (absl::IsInvalidArgument(status) || absl::IsFailedPrecondition(status) ||
                        absl::IsNotFound(status) || absl::IsAlreadyExists(status)
                    ? std::string(status.message())
                    : server::DetailOf(status))
            << '\n';
  return code;
}

// Runs `body(storage::Connection& owner, const server::Options&)`, which returns the exit code, with the owner's
// connection that the configuration names.
template <typename Body>
int AsOwner(const std::string& config_path, Body body) {
  auto options = server::LoadOptions(config_path);
  if (!options.ok()) return Fail(options.status(), kUnusable);
  if (options->owner_database.empty()) {
    return Fail(absl::InvalidArgumentError(absl::StrCat(config_path, ": database.owner is missing")),
                kUnusable);
  }
  storage::Connection owner(options->owner_database);
  return body(owner, *options);
}

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_OWNER_H_
