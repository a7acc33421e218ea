#ifndef ARASHA_SERVICES_REMINDERS_REMINDERS_SERVICE_H_
#define ARASHA_SERVICES_REMINDERS_REMINDERS_SERVICE_H_

#include "arasha/v1/reminders.grpc.pb.h"
#include "services/calls/rpc_service.h"

namespace arasha::reminders {

// The gRPC face of reminders.proto: which operation (operations.h) each method is.
class RemindersService final : public server::RpcService<v1::Reminders> {
 public:
  // `dispatcher` must outlive it.
  explicit RemindersService(server::Dispatcher& dispatcher);
};

}  // namespace arasha::reminders

#endif  // ARASHA_SERVICES_REMINDERS_REMINDERS_SERVICE_H_
