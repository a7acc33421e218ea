#ifndef ARASHA_SERVICES_AUDIT_OPERATIONS_H_
#define ARASHA_SERVICES_AUDIT_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/audit.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of audit.proto; contracts are there.
namespace arasha::audit {

absl::StatusOr<v1::Checkpoint> GetCheckpoint(server::Call& call, const v1::GetCheckpointRequest& request);
absl::StatusOr<v1::ListCheckpointsResponse> ListCheckpoints(server::Call& call,
                                                            const v1::ListCheckpointsRequest& request);
absl::StatusOr<v1::InclusionProof> GetInclusionProof(server::Call& call,
                                                     const v1::GetInclusionProofRequest& request);
absl::StatusOr<v1::ConsistencyProof> GetConsistencyProof(server::Call& call,
                                                         const v1::GetConsistencyProofRequest& request);
absl::StatusOr<v1::ListAuditEntriesResponse> ListAuditEntries(server::Call& call,
                                                              const v1::ListAuditEntriesRequest& request);
absl::StatusOr<v1::ReadLeavesResponse> ReadLeaves(server::Call& call, const v1::ReadLeavesRequest& request);
absl::StatusOr<v1::ReadRowsResponse> ReadRows(server::Call& call, const v1::ReadRowsRequest& request);

}  // namespace arasha::audit

#endif  // ARASHA_SERVICES_AUDIT_OPERATIONS_H_
