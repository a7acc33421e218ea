#ifndef ARASHA_SERVICES_REPORTS_REPORTS_SERVICE_H_
#define ARASHA_SERVICES_REPORTS_REPORTS_SERVICE_H_

#include "arasha/v1/reports.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::reports {

// The gRPC face of reports.proto: which operation (operations.h) each method is. Reports are made by
// report_worker.h.
class ReportsService final : public server::RpcService<v1::Reports> {
 public:
  // `dispatcher` must outlive it.
  explicit ReportsService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_REPORTS_SERVICE_H_
