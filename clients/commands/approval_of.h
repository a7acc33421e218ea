#ifndef ARASHA_CLIENTS_COMMANDS_APPROVAL_OF_H_
#define ARASHA_CLIENTS_COMMANDS_APPROVAL_OF_H_

#include <string>

#include "absl/status/statusor.h"
#include "clients/session.h"

namespace arasha::clients {

// Full name of an approval typed as such, or as its case, which is then asked for what waits on it.
absl::StatusOr<std::string> ApprovalOf(Session& session, const std::string& typed);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_APPROVAL_OF_H_
