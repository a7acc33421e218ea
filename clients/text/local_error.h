#ifndef ARASHA_CLIENTS_TEXT_LOCAL_ERROR_H_
#define ARASHA_CLIENTS_TEXT_LOCAL_ERROR_H_

#include <optional>
#include <string>
#include "absl/strings/string_view.h"

#include "absl/status/status.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// An error that the client found before, or instead of, asking the server, or that it tells better than the
// server did. It travels as an absl::Status and is put into words only where it is printed, in the user's
// language.
struct LocalError {
  enum class Kind {
    // What was typed cannot be understood.
    kUsage,
    // A file that is read missing or unusable: certificate, key, contexts.
    kConfiguration,
    // What was checked is not as an honest log has it.
    kTampered,
    // What was to be checked cannot be.
    kCannotTell,
    // What the status's code says: the server refused it, or has not what was looked for, or this machine
    // failed.
    kRefused,
  };
  Kind kind;
  // Key of its text.
  std::string key;
  Texts::Parameters parameters;
};

absl::Status UsageError(absl::string_view key, const Texts::Parameters& parameters = {});
absl::Status ConfigurationError(absl::string_view key, const Texts::Parameters& parameters = {});

absl::Status TamperedError(absl::string_view key, const Texts::Parameters& parameters = {});
absl::Status CannotTellError(absl::string_view key, const Texts::Parameters& parameters = {});

// What was looked for in a list of the server's and is not there ends as if the server had said so.
absl::Status NotFoundError(absl::string_view key, const Texts::Parameters& parameters);

// What went wrong on this machine after all was understood and answered.
absl::Status InternalError(absl::string_view key, const Texts::Parameters& parameters);

// What the server refused, told as a local error tells it.
absl::Status RefusedAs(const absl::Status& refused, const absl::Status& local);

// The error that one of these made; nothing for any other status.
std::optional<LocalError> LocalErrorOf(const absl::Status& status);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_LOCAL_ERROR_H_
