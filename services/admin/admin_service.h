#ifndef ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_
#define ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_

#include "arasha/v1/admin.grpc.pb.h"
#include "services/server/call.h"

namespace arasha::admin {

// See admin.proto. Answers from the directory, without the database.
class AdminService final : public v1::Admin::CallbackService {
 public:
  explicit AdminService(server::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

  grpc::ServerUnaryReactor* WhoAmI(grpc::CallbackServerContext* context, const v1::WhoAmIRequest* request,
                                   v1::WhoAmIResponse* response) override;
  grpc::ServerUnaryReactor* GetCaseType(grpc::CallbackServerContext* context,
                                        const v1::GetCaseTypeRequest* request,
                                        v1::CaseType* response) override;
  grpc::ServerUnaryReactor* ListCaseTypes(grpc::CallbackServerContext* context,
                                          const v1::ListCaseTypesRequest* request,
                                          v1::ListCaseTypesResponse* response) override;

 private:
  server::Dispatcher& dispatcher_;
};

}  // namespace arasha::admin

#endif  // ARASHA_SERVICES_ADMIN_ADMIN_SERVICE_H_
