#include "services/access/access_service.h"

#include "services/access/operations.h"

namespace arasha::access {

AccessService::AccessService(server::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}
AccessService::~AccessService() = default;

grpc::ServerUnaryReactor* AccessService::ExplainAccess(grpc::CallbackServerContext* context,
                                                       const v1::ExplainAccessRequest* request,
                                                       v1::ExplainAccessResponse* response) {
  return dispatcher_.Serve(context, "ExplainAccess", request, response, &access::ExplainAccess);
}

grpc::ServerUnaryReactor* AccessService::GrantAccess(grpc::CallbackServerContext* context,
                                                     const v1::GrantAccessRequest* request,
                                                     v1::AccessGrant* response) {
  return dispatcher_.Serve(context, "GrantAccess", request, response, &access::GrantAccess);
}

grpc::ServerUnaryReactor* AccessService::RevokeAccess(grpc::CallbackServerContext* context,
                                                      const v1::RevokeAccessRequest* request,
                                                      v1::AccessGrant* response) {
  return dispatcher_.Serve(context, "RevokeAccess", request, response, &access::RevokeAccess);
}

grpc::ServerUnaryReactor* AccessService::BreakGlass(grpc::CallbackServerContext* context,
                                                    const v1::BreakGlassRequest* request,
                                                    v1::AccessGrant* response) {
  return dispatcher_.Serve(context, "BreakGlass", request, response, &access::BreakGlass);
}

grpc::ServerUnaryReactor* AccessService::ReviewBreakGlass(grpc::CallbackServerContext* context,
                                                          const v1::ReviewBreakGlassRequest* request,
                                                          v1::AccessGrant* response) {
  return dispatcher_.Serve(context, "ReviewBreakGlass", request, response, &access::ReviewBreakGlass);
}

grpc::ServerUnaryReactor* AccessService::ListAccessGrants(grpc::CallbackServerContext* context,
                                                          const v1::ListAccessGrantsRequest* request,
                                                          v1::ListAccessGrantsResponse* response) {
  return dispatcher_.Serve(context, "ListAccessGrants", request, response, &access::ListAccessGrants);
}

}  // namespace arasha::access
