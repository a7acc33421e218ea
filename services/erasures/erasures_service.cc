#include "services/erasures/erasures_service.h"

#include "services/erasures/operations.h"

namespace arasha::erasures {

ErasuresService::ErasuresService(server::Dispatcher& dispatcher) : RpcService(dispatcher) {
  Serve("DrawErasureList", &erasures::DrawErasureList);
  Serve("GetErasureList", &erasures::GetErasureList);
  Serve("ListErasureLists", &erasures::ListErasureLists);
  Serve("KeepCase", &erasures::KeepCase);
  Serve("SignErasureList", &erasures::SignErasureList);
  Serve("ApproveErasureList", &erasures::ApproveErasureList);
}

}  // namespace arasha::erasures
