#ifndef ARASHA_CLIENTS_CONNECTION_PRIVATE_KEY_H_
#define ARASHA_CLIENTS_CONNECTION_PRIVATE_KEY_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "clients/connection/environment.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// Asks for what opens a key: the passphrase of a file, `me.key`, or the PIN of a token.
using AskSecret = std::function<absl::StatusOr<std::string>(const std::string& key)>;

// Whether a key is one in a PKCS#11 token, named by its URI (RFC 7512): `pkcs11:token=staff;object=me`.
bool IsInToken(absl::string_view key);

// A private key as gRPC takes it: PEM that is no longer encrypted, or the name of a key in a token, which
// stays there, for OpenSSL's PKCS#11 engine. Asks only where a passphrase or a PIN is needed.
absl::StatusOr<std::string> ReadPrivateKey(const std::string& key, const AskSecret& ask);

// Reads a secret where people and programs may give one: a line of the file descriptor that
// ARASHA_PASSPHRASE_FD names; what the program prints that ARASHA_ASKPASS names, called with the question;
// else, unless `may_ask` is false, the terminal, unseen. Never from an argument or a variable, which others
// can read.
absl::StatusOr<std::string> ReadSecret(const Environment& environment, const Texts& messages,
                                       const std::string& key, bool may_ask);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_PRIVATE_KEY_H_
