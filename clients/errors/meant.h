#ifndef ARASHA_CLIENTS_ERRORS_MEANT_H_
#define ARASHA_CLIENTS_ERRORS_MEANT_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "clients/connection/api.h"
#include "clients/errors/failure.h"

namespace arasha::clients {

// A usage error that names what may have been meant, where the server refused a call for a case type, a field
// of one or a person that there is not; OK if it was refused for something else, or nothing comes near. Asks
// the server for what there is: `mission` tells whose people, and is asked where that matters alone.
absl::Status Meant(Api& api, const Failure& failure, const std::function<std::string()>& mission);

// The type, with its version or without, of the case that the refused call was about; empty if that cannot be
// told.
std::string TypeOfRefused(Api& api);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_ERRORS_MEANT_H_
