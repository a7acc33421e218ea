#ifndef ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_
#define ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_

#include "arasha/v1/admin.grpc.pb.h"
#include "services/server/dispatcher.h"

namespace arasha::admin {

// See admin.proto. Every override hands its operation (operations.h) to the dispatcher.
class AdminService final : public v1::Admin::CallbackService {
 public:
  explicit AdminService(server::Dispatcher& dispatcher);
  ~AdminService() override;

  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context, const v1::WhoAmIRequest* request,
                                   v1::WhoAmIResponse* response) override;
  grpc::ServerUnaryReactor* ListMissions(grpc::CallbackServerContext* context,
                                         const v1::ListMissionsRequest* request,
                                         v1::ListMissionsResponse* response) override;
  grpc::ServerUnaryReactor* ListColleagues(grpc::CallbackServerContext* context,
                                           const v1::ListColleaguesRequest* request,
                                           v1::ListColleaguesResponse* response) override;
  grpc::ServerUnaryReactor* GetCaseType(grpc::CallbackServerContext* context,
                                        const v1::GetCaseTypeRequest* request,
                                        v1::CaseType* response) override;
  grpc::ServerUnaryReactor* ListCaseTypes(grpc::CallbackServerContext* context,
                                          const v1::ListCaseTypesRequest* request,
                                          v1::ListCaseTypesResponse* response) override;
  grpc::ServerUnaryReactor* RegisterPrincipal(grpc::CallbackServerContext* context,
                                              const v1::RegisterPrincipalRequest* request,
                                              v1::Principal* response) override;
  grpc::ServerUnaryReactor* UpdatePrincipal(grpc::CallbackServerContext* context,
                                            const v1::UpdatePrincipalRequest* request,
                                            v1::Principal* response) override;
  grpc::ServerUnaryReactor* ListPrincipals(grpc::CallbackServerContext* context,
                                           const v1::ListPrincipalsRequest* request,
                                           v1::ListPrincipalsResponse* response) override;
  grpc::ServerUnaryReactor* GrantRole(grpc::CallbackServerContext* context,
                                      const v1::GrantRoleRequest* request, v1::Principal* response) override;
  grpc::ServerUnaryReactor* RevokeRole(grpc::CallbackServerContext* context,
                                       const v1::RevokeRoleRequest* request,
                                       v1::Principal* response) override;
  grpc::ServerUnaryReactor* RevokeCertificate(grpc::CallbackServerContext* context,
                                              const v1::RevokeCertificateRequest* request,
                                              v1::RevokeCertificateResponse* response) override;

 private:
  server::Dispatcher& dispatcher_;
};

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_
