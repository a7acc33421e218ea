#ifndef ARASHA_CLIENTS_CONNECTION_CERTIFICATE_H_
#define ARASHA_CLIENTS_CONNECTION_CERTIFICATE_H_

#include <string>
#include "absl/strings/string_view.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace arasha::clients {

// A certificate or key file, read before connecting, since gRPC would answer any fault in one with a
// bare UNAVAILABLE. `what` names it in errors: the key of a message, `file.certificate`.
absl::StatusOr<std::string> ReadPem(absl::string_view what, const std::string& path);

// Whether the PEM certificate can be used at this moment with the PEM key: it parses, it is neither
// expired nor not yet valid, and the key is its own, unless that is empty, for it is in a token. `path` and
// `key_path` name the files in errors.
absl::Status CheckCertificate(const std::string& certificate, const std::string& path, const std::string& key,
                              const std::string& key_path, absl::Time now);

// Until when the PEM certificate in a file holds.
absl::StatusOr<absl::Time> ReadExpiry(const std::string& path);

// SHA-256 of the DER form of the PEM certificate in a file, 32 bytes.
absl::StatusOr<std::string> ReadFingerprint(const std::string& path);

// Whether others than the owner may read the file.
bool OthersMayRead(const std::string& path);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_CERTIFICATE_H_
