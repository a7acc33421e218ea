#ifndef ARASHA_SERVICES_AUDIT_AUDIT_SERVICE_H_
#define ARASHA_SERVICES_AUDIT_AUDIT_SERVICE_H_

#include "arasha/v1/audit.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::audit {

// The gRPC face of audit.proto: which operation (operations.h) each method is.
class AuditService final : public server::RpcService<v1::Audit> {
 public:
  // `dispatcher` must outlive it.
  explicit AuditService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::audit

#endif  // ARASHA_SERVICES_AUDIT_AUDIT_SERVICE_H_
