#ifndef ARASHA_CLIENTS_ERRORS_MEANT_H_
#define ARASHA_CLIENTS_ERRORS_MEANT_H_

#include <string>

#include "absl/status/status.h"
#include "clients/connection/api.h"
#include "clients/errors/failure.h"

namespace arasha::clients {

// A usage error that names what may have been meant, where the server refused a call for a case type or a
// person that there is not; OK if it was refused for something else, or nothing comes near. Asks the server
// for what there is; `mission`: whose people.
absl::Status Meant(Api& api, const Failure& failure, const std::string& mission);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_ERRORS_MEANT_H_
