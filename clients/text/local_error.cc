#include "clients/text/local_error.h"

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kPayload = "arasha.kz/local_error";

absl::Status Make(absl::StatusCode code, LocalError::Kind kind, absl::string_view key,
                  const Texts::Parameters& parameters) {
  absl::Status status(code, key);
  // A file may hold bytes that are not UTF-8, and a message quoting it must not fail on them.
  status.SetPayload(kPayload, absl::Cord(nlohmann::json{{"kind", kind}, {"parameters", parameters}}.dump(
                                  -1, ' ', false, nlohmann::json::error_handler_t::replace)));
  return status;
}

}  // namespace

absl::Status UsageError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kInvalidArgument, LocalError::Kind::kUsage, key, parameters);
}

absl::Status ConfigurationError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kFailedPrecondition, LocalError::Kind::kConfiguration, key, parameters);
}

absl::Status TamperedError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kDataLoss, LocalError::Kind::kTampered, key, parameters);
}

absl::Status CannotTellError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kUnknown, LocalError::Kind::kCannotTell, key, parameters);
}

absl::Status NotFoundError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kNotFound, LocalError::Kind::kRefused, key, parameters);
}

absl::Status InternalError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kInternal, LocalError::Kind::kRefused, key, parameters);
}

absl::Status RefusedAs(const absl::Status& refused, const absl::Status& local) {
  const std::optional<LocalError> error = LocalErrorOf(local);
  return error ? Make(refused.code(), LocalError::Kind::kRefused, error->key, error->parameters) : local;
}

std::optional<LocalError> LocalErrorOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload) return std::nullopt;
  const auto told = nlohmann::json::parse(std::string(*payload));
  return LocalError{told.at("kind").get<LocalError::Kind>(), std::string(status.message()),
                    told.at("parameters").get<Texts::Parameters>()};
}

}  // namespace arasha::clients
