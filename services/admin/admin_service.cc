#include "services/admin/admin_service.h"

#include "services/admin/operations.h"

namespace arasha::admin {

AdminService::AdminService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("WhoAmI", &admin::WhoAmI);
  Serve("ListMissions", &admin::ListMissions);
  Serve("ListColleagues", &admin::ListColleagues);
  Serve("GetCaseType", &admin::GetCaseType);
  Serve("ListCaseTypes", &admin::ListCaseTypes);
  Serve("RegisterPrincipal", &admin::RegisterPrincipal);
  Serve("UpdatePrincipal", &admin::UpdatePrincipal);
  Serve("ListPrincipals", &admin::ListPrincipals);
  Serve("GrantRole", &admin::GrantRole);
  Serve("RevokeRole", &admin::RevokeRole);
  Serve("RevokeCertificate", &admin::RevokeCertificate);
}

}  // namespace arasha::admin
