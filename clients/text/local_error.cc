#include "clients/text/local_error.h"

#include <nlohmann/json.hpp>

#include "absl/strings/cord.h"

namespace arasha::clients {
namespace {

constexpr absl::string_view kPayload = "arasha.kz/local_error";

absl::Status Make(absl::StatusCode code, absl::string_view key, const Texts::Parameters& parameters) {
  absl::Status status(code, key);
  // A file may hold bytes that are not UTF-8, and a message quoting it must not fail on them.
  status.SetPayload(
      kPayload,
      absl::Cord(nlohmann::json(parameters).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
  return status;
}

LocalError::Kind KindOf(absl::StatusCode code) {
  switch (code) {
    case absl::StatusCode::kInvalidArgument:
      return LocalError::Kind::kUsage;
    case absl::StatusCode::kDataLoss:
      return LocalError::Kind::kTampered;
    case absl::StatusCode::kUnknown:
      return LocalError::Kind::kCannotTell;
    default:
      return LocalError::Kind::kConfiguration;
  }
}

}  // namespace

absl::Status UsageError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kInvalidArgument, key, parameters);
}

absl::Status ConfigurationError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kFailedPrecondition, key, parameters);
}

absl::Status TamperedError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kDataLoss, key, parameters);
}

absl::Status CannotTellError(absl::string_view key, const Texts::Parameters& parameters) {
  return Make(absl::StatusCode::kUnknown, key, parameters);
}

std::optional<LocalError> LocalErrorOf(const absl::Status& status) {
  const auto payload = status.GetPayload(kPayload);
  if (!payload) return std::nullopt;
  return LocalError{KindOf(status.code()), std::string(status.message()),
                    nlohmann::json::parse(std::string(*payload)).get<Texts::Parameters>()};
}

}  // namespace arasha::clients
