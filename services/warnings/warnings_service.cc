#include "services/warnings/warnings_service.h"

#include "services/warnings/operations.h"

namespace arasha::warnings {

WarningsService::WarningsService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("ListWarnings", &warnings::ListWarnings);
  Serve("AcknowledgeWarning", &warnings::AcknowledgeWarning);
}

}  // namespace arasha::warnings
