#ifndef ARASHA_SERVICES_ACCESS_ACCESS_SERVICE_H_
#define ARASHA_SERVICES_ACCESS_ACCESS_SERVICE_H_

#include "arasha/v1/access.grpc.pb.h"
#include "services/server/dispatcher.h"

namespace arasha::access {

// See access.proto. Every override hands its operation (operations.h) to the dispatcher.
class AccessService final : public v1::Access::CallbackService {
 public:
  explicit AccessService(server::Dispatcher& dispatcher);
  ~AccessService() override;

  grpc::ServerUnaryReactor* ExplainAccess(grpc::CallbackServerContext* context,
                                          const v1::ExplainAccessRequest* request,
                                          v1::ExplainAccessResponse* response) override;
  grpc::ServerUnaryReactor* GrantAccess(grpc::CallbackServerContext* context,
                                        const v1::GrantAccessRequest* request,
                                        v1::AccessGrant* response) override;
  grpc::ServerUnaryReactor* RevokeAccess(grpc::CallbackServerContext* context,
                                         const v1::RevokeAccessRequest* request,
                                         v1::AccessGrant* response) override;
  grpc::ServerUnaryReactor* BreakGlass(grpc::CallbackServerContext* context,
                                       const v1::BreakGlassRequest* request,
                                       v1::AccessGrant* response) override;
  grpc::ServerUnaryReactor* ReviewBreakGlass(grpc::CallbackServerContext* context,
                                             const v1::ReviewBreakGlassRequest* request,
                                             v1::AccessGrant* response) override;
  grpc::ServerUnaryReactor* ListAccessGrants(grpc::CallbackServerContext* context,
                                             const v1::ListAccessGrantsRequest* request,
                                             v1::ListAccessGrantsResponse* response) override;

 private:
  server::Dispatcher& dispatcher_;
};

}  // namespace arasha::access

#endif  // ARASHA_SERVICES_ACCESS_ACCESS_SERVICE_H_
