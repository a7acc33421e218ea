#include "services/admin/admin_service.h"

#include "services/admin/operations.h"

namespace arasha::admin {

AdminService::AdminService(server::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}
AdminService::~AdminService() = default;

grpc::ServerUnaryReactor* AdminService::WhoAmI(grpc::CallbackServerContext* context,
                                               const v1::WhoAmIRequest* request,
                                               v1::WhoAmIResponse* response) {
  return dispatcher_.Serve(context, "WhoAmI", request, response, &admin::WhoAmI);
}

grpc::ServerUnaryReactor* AdminService::ListMissions(grpc::CallbackServerContext* context,
                                                     const v1::ListMissionsRequest* request,
                                                     v1::ListMissionsResponse* response) {
  return dispatcher_.Serve(context, "ListMissions", request, response, &admin::ListMissions);
}

grpc::ServerUnaryReactor* AdminService::ListColleagues(grpc::CallbackServerContext* context,
                                                       const v1::ListColleaguesRequest* request,
                                                       v1::ListColleaguesResponse* response) {
  return dispatcher_.Serve(context, "ListColleagues", request, response, &admin::ListColleagues);
}

grpc::ServerUnaryReactor* AdminService::GetCaseType(grpc::CallbackServerContext* context,
                                                    const v1::GetCaseTypeRequest* request,
                                                    v1::CaseType* response) {
  return dispatcher_.Serve(context, "GetCaseType", request, response, &admin::GetCaseType);
}

grpc::ServerUnaryReactor* AdminService::ListCaseTypes(grpc::CallbackServerContext* context,
                                                      const v1::ListCaseTypesRequest* request,
                                                      v1::ListCaseTypesResponse* response) {
  return dispatcher_.Serve(context, "ListCaseTypes", request, response, &admin::ListCaseTypes);
}

grpc::ServerUnaryReactor* AdminService::RegisterPrincipal(grpc::CallbackServerContext* context,
                                                          const v1::RegisterPrincipalRequest* request,
                                                          v1::Principal* response) {
  return dispatcher_.Serve(context, "RegisterPrincipal", request, response, &admin::RegisterPrincipal);
}

grpc::ServerUnaryReactor* AdminService::UpdatePrincipal(grpc::CallbackServerContext* context,
                                                        const v1::UpdatePrincipalRequest* request,
                                                        v1::Principal* response) {
  return dispatcher_.Serve(context, "UpdatePrincipal", request, response, &admin::UpdatePrincipal);
}

grpc::ServerUnaryReactor* AdminService::ListPrincipals(grpc::CallbackServerContext* context,
                                                       const v1::ListPrincipalsRequest* request,
                                                       v1::ListPrincipalsResponse* response) {
  return dispatcher_.Serve(context, "ListPrincipals", request, response, &admin::ListPrincipals);
}

grpc::ServerUnaryReactor* AdminService::GrantRole(grpc::CallbackServerContext* context,
                                                  const v1::GrantRoleRequest* request,
                                                  v1::Principal* response) {
  return dispatcher_.Serve(context, "GrantRole", request, response, &admin::GrantRole);
}

grpc::ServerUnaryReactor* AdminService::RevokeRole(grpc::CallbackServerContext* context,
                                                   const v1::RevokeRoleRequest* request,
                                                   v1::Principal* response) {
  return dispatcher_.Serve(context, "RevokeRole", request, response, &admin::RevokeRole);
}

grpc::ServerUnaryReactor* AdminService::RevokeCertificate(grpc::CallbackServerContext* context,
                                                          const v1::RevokeCertificateRequest* request,
                                                          v1::RevokeCertificateResponse* response) {
  return dispatcher_.Serve(context, "RevokeCertificate", request, response, &admin::RevokeCertificate);
}

}  // namespace arasha::admin
