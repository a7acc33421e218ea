#ifndef ARASHA_SERVICES_OPERATOR_REQUEST_CHECK_H_
#define ARASHA_SERVICES_OPERATOR_REQUEST_CHECK_H_

#include <string>

namespace arasha::operators {

// Opens the sealed request beside every leaf, as the schema's owner and with the key-encryption keys at hand.
// Whoever has the database alone can write a leaf that a server then signs, but no request that fits it.
// Takes some 50 bytes of memory a leaf. Returns the exit code, as a command: kFailed if there is such a leaf.
int CheckRequests(const std::string& config_path);

}  // namespace arasha::operators

#endif  // ARASHA_SERVICES_OPERATOR_REQUEST_CHECK_H_
