#ifndef ARASHA_SERVICES_ACCESS_ACCESS_SERVICE_H_
#define ARASHA_SERVICES_ACCESS_ACCESS_SERVICE_H_

#include "arasha/v1/access.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::access {

// The gRPC face of access.proto: which operation (operations.h) each method is.
class AccessService final : public server::RpcService<v1::Access> {
 public:
  // `dispatcher` must outlive it.
  explicit AccessService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::access

#endif  // ARASHA_SERVICES_ACCESS_ACCESS_SERVICE_H_
