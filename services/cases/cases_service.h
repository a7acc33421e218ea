#ifndef ARASHA_SERVICES_CASES_CASES_SERVICE_H_
#define ARASHA_SERVICES_CASES_CASES_SERVICE_H_

#include "arasha/v1/cases.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::cases {

// The gRPC face of cases.proto: which operation (operations.h) each method is.
class CasesService final : public server::RpcService<v1::Cases> {
 public:
  // `dispatcher` must outlive it.
  explicit CasesService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_CASES_SERVICE_H_
