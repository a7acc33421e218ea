#ifndef ARASHA_SERVICES_WARNINGS_WARNINGS_SERVICE_H_
#define ARASHA_SERVICES_WARNINGS_WARNINGS_SERVICE_H_

#include "arasha/v1/warnings.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::warnings {

// The gRPC face of warnings.proto: which operation (operations.h) each method is.
class WarningsService final : public server::RpcService<v1::Warnings> {
 public:
  // `dispatcher` must outlive it.
  explicit WarningsService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::warnings

#endif  // ARASHA_SERVICES_WARNINGS_WARNINGS_SERVICE_H_
