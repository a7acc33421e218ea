#ifndef ARASHA_CLIENTS_COMMANDS_ACCESS_GRANTS_H_
#define ARASHA_CLIENTS_COMMANDS_ACCESS_GRANTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/access.pb.h"
#include "clients/session/session.h"

namespace arasha::clients {

// Full name of a grant that is typed as such, by its uuid, or by the beginning or the end of that, of four
// characters at least, which is looked for among those that `among` lists. NOT_FOUND if it is none of them,
// a usage error if it is more than one.
absl::StatusOr<std::string> GrantOf(Session& session, const std::string& typed,
                                    const v1::ListAccessGrantsRequest& among);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_ACCESS_GRANTS_H_
