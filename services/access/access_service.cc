#include "services/access/access_service.h"

#include "services/access/operations.h"

namespace arasha::access {

AccessService::AccessService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("ExplainAccess", &access::ExplainAccess);
  Serve("GrantAccess", &access::GrantAccess);
  Serve("RevokeAccess", &access::RevokeAccess);
  Serve("BreakGlass", &access::BreakGlass);
  Serve("ReviewBreakGlass", &access::ReviewBreakGlass);
  Serve("ListAccessGrants", &access::ListAccessGrants);
}

}  // namespace arasha::access
