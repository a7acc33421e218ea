#include "services/audit/audit_service.h"

#include "services/audit/operations.h"

namespace arasha::audit {

AuditService::AuditService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("GetCheckpoint", &audit::GetCheckpoint);
  Serve("ListCheckpoints", &audit::ListCheckpoints);
  Serve("GetInclusionProof", &audit::GetInclusionProof);
  Serve("GetConsistencyProof", &audit::GetConsistencyProof);
  Serve("ListAuditEntries", &audit::ListAuditEntries);
  Serve("ReadLeaves", &audit::ReadLeaves);
  Serve("ReadRows", &audit::ReadRows);
}

}  // namespace arasha::audit
