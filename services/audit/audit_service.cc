#include "services/audit/audit_service.h"

#include "services/audit/operations.h"

namespace arasha::audit {

AuditService::AuditService(server::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}
AuditService::~AuditService() = default;

grpc::ServerUnaryReactor* AuditService::GetCheckpoint(grpc::CallbackServerContext* context,
                                                      const v1::GetCheckpointRequest* request,
                                                      v1::Checkpoint* response) {
  return dispatcher_.Serve(context, "GetCheckpoint", request, response, &audit::GetCheckpoint);
}

grpc::ServerUnaryReactor* AuditService::ListCheckpoints(grpc::CallbackServerContext* context,
                                                        const v1::ListCheckpointsRequest* request,
                                                        v1::ListCheckpointsResponse* response) {
  return dispatcher_.Serve(context, "ListCheckpoints", request, response, &audit::ListCheckpoints);
}

grpc::ServerUnaryReactor* AuditService::GetInclusionProof(grpc::CallbackServerContext* context,
                                                          const v1::GetInclusionProofRequest* request,
                                                          v1::InclusionProof* response) {
  return dispatcher_.Serve(context, "GetInclusionProof", request, response, &audit::GetInclusionProof);
}

grpc::ServerUnaryReactor* AuditService::GetConsistencyProof(grpc::CallbackServerContext* context,
                                                            const v1::GetConsistencyProofRequest* request,
                                                            v1::ConsistencyProof* response) {
  return dispatcher_.Serve(context, "GetConsistencyProof", request, response, &audit::GetConsistencyProof);
}

grpc::ServerUnaryReactor* AuditService::ListAuditEntries(grpc::CallbackServerContext* context,
                                                         const v1::ListAuditEntriesRequest* request,
                                                         v1::ListAuditEntriesResponse* response) {
  return dispatcher_.Serve(context, "ListAuditEntries", request, response, &audit::ListAuditEntries);
}

grpc::ServerUnaryReactor* AuditService::ReadLeaves(grpc::CallbackServerContext* context,
                                                   const v1::ReadLeavesRequest* request,
                                                   v1::ReadLeavesResponse* response) {
  return dispatcher_.Serve(context, "ReadLeaves", request, response, &audit::ReadLeaves);
}

grpc::ServerUnaryReactor* AuditService::ReadRows(grpc::CallbackServerContext* context,
                                                 const v1::ReadRowsRequest* request,
                                                 v1::ReadRowsResponse* response) {
  return dispatcher_.Serve(context, "ReadRows", request, response, &audit::ReadRows);
}

}  // namespace arasha::audit
