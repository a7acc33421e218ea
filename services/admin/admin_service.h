#ifndef ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_
#define ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_

#include "arasha/v1/admin.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::admin {

// The gRPC face of admin.proto: which operation (operations.h) each method is.
class AdminService final : public server::RpcService<v1::Admin> {
 public:
  // `dispatcher` must outlive it.
  explicit AdminService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_
