#ifndef ARASHA_SERVICES_AUDIT_AUDIT_SERVICE_H_
#define ARASHA_SERVICES_AUDIT_AUDIT_SERVICE_H_

#include "arasha/v1/audit.grpc.pb.h"
#include "services/server/dispatcher.h"

namespace arasha::audit {

// See audit.proto. Every override hands its operation (operations.h) to the dispatcher.
class AuditService final : public v1::Audit::CallbackService {
 public:
  explicit AuditService(server::Dispatcher& dispatcher);
  ~AuditService() override;

  grpc::ServerUnaryReactor* GetCheckpoint(grpc::CallbackServerContext* context,
                                          const v1::GetCheckpointRequest* request,
                                          v1::Checkpoint* response) override;
  grpc::ServerUnaryReactor* ListCheckpoints(grpc::CallbackServerContext* context,
                                            const v1::ListCheckpointsRequest* request,
                                            v1::ListCheckpointsResponse* response) override;
  grpc::ServerUnaryReactor* GetInclusionProof(grpc::CallbackServerContext* context,
                                              const v1::GetInclusionProofRequest* request,
                                              v1::InclusionProof* response) override;
  grpc::ServerUnaryReactor* GetConsistencyProof(grpc::CallbackServerContext* context,
                                                const v1::GetConsistencyProofRequest* request,
                                                v1::ConsistencyProof* response) override;
  grpc::ServerUnaryReactor* ListAuditEntries(grpc::CallbackServerContext* context,
                                             const v1::ListAuditEntriesRequest* request,
                                             v1::ListAuditEntriesResponse* response) override;
  grpc::ServerUnaryReactor* ReadLeaves(grpc::CallbackServerContext* context,
                                       const v1::ReadLeavesRequest* request,
                                       v1::ReadLeavesResponse* response) override;
  grpc::ServerUnaryReactor* ReadRows(grpc::CallbackServerContext* context, const v1::ReadRowsRequest* request,
                                     v1::ReadRowsResponse* response) override;

 private:
  server::Dispatcher& dispatcher_;
};

}  // namespace arasha::audit

#endif  // ARASHA_SERVICES_AUDIT_AUDIT_SERVICE_H_
