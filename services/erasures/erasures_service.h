#ifndef ARASHA_SERVICES_ERASURES_ERASURES_SERVICE_H_
#define ARASHA_SERVICES_ERASURES_ERASURES_SERVICE_H_

#include "arasha/v1/erasures.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::erasures {

// The gRPC face of erasures.proto: which operation (operations.h) each method is.
class ErasuresService final : public server::RpcService<v1::Erasures> {
 public:
  // `dispatcher` must outlive it.
  explicit ErasuresService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::erasures

#endif  // ARASHA_SERVICES_ERASURES_ERASURES_SERVICE_H_
