#ifndef ARASHA_SERVICES_OPERATOR_OWNER_H_
#define ARASHA_SERVICES_OPERATOR_OWNER_H_

#include <cstdint>
#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "services/process/key_options.h"
#include "services/process/operator_log.h"
#include "services/process/options.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"

// What the operators' commands share: exit codes, errors on standard error, the owner's
// connection.
namespace arasha::operators {

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

// `1 case`, `2 cases`.
inline std::string Counted(int64_t count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

inline absl::StatusOr<std::string> ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  if (!file) return absl::NotFoundError(absl::StrCat(path, " cannot be read"));
  return text.str();
}

// Runs `body(storage::Connection& owner, const server::Options&)`, which returns the exit code, with the
// owner's connection that the configuration names.
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

// What the leaves of a command tell.
struct OperatorAction {
  std::string action;
  std::string payload;  // what was asked for; leaves commit to it
  // No person, but whoever holds the owner's certificate and the keys.
  std::string actor = "operator";
};

// Runs `body(storage::Connection& owner, const storage::AuditContext&)` likewise, for what leaves leaves.
template <typename Body>
int AsOperator(const std::string& config_path, OperatorAction action, Body body) {
  return AsOwner(config_path, [&](storage::Connection& owner, const server::Options& options) {
    auto provider = server::OpenKeyProvider(options);
    if (!provider.ok()) return Fail(provider.status());
    storage::Vault vault(**provider);
    storage::CaseKeys case_keys(vault);
    storage::Sealing sealing{vault, case_keys};
    auto keys = storage::ReadServerKeys(owner, vault);
    if (!keys.ok()) return Fail(keys.status());
    auto shared = std::make_shared<const storage::ServerKeys>(*std::move(keys));
    const storage::AuditContext context{
        .now = absl::Now(),
        .instance = "operator",
        .actor = action.actor,
        .certificate = "",
        .action = std::move(action.action),
        .payload = std::move(action.payload),
        .access = {{action.actor}, absl::InfiniteFuture(), shared->context.key},
        .server_keys = shared,
        .sealing = &sealing};
    return body(owner, context);
  });
}

}  // namespace arasha::operators

#endif  // ARASHA_SERVICES_OPERATOR_OWNER_H_
