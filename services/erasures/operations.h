#ifndef ARASHA_SERVICES_ERASURES_OPERATIONS_H_
#define ARASHA_SERVICES_ERASURES_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/erasures.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of erasures.proto, one file each; contracts are there.
namespace arasha::erasures {

absl::StatusOr<v1::ErasureList> DrawErasureList(server::Call& call,
                                                const v1::DrawErasureListRequest& request);
absl::StatusOr<v1::ErasureList> GetErasureList(server::Call& call, const v1::GetErasureListRequest& request);
absl::StatusOr<v1::ListErasureListsResponse> ListErasureLists(server::Call& call,
                                                              const v1::ListErasureListsRequest& request);
absl::StatusOr<v1::ErasureList> KeepCase(server::Call& call, const v1::KeepCaseRequest& request);
absl::StatusOr<v1::ErasureList> SignErasureList(server::Call& call,
                                                const v1::SignErasureListRequest& request);
absl::StatusOr<v1::ErasureList> ApproveErasureList(server::Call& call,
                                                   const v1::ApproveErasureListRequest& request);

}  // namespace arasha::erasures

#endif  // ARASHA_SERVICES_ERASURES_OPERATIONS_H_
