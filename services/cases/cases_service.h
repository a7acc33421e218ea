#ifndef ARASHA_SERVICES_CASES_CASES_SERVICE_H_
#define ARASHA_SERVICES_CASES_CASES_SERVICE_H_

#include "arasha/v1/cases.grpc.pb.h"
#include "services/server/dispatcher.h"

namespace arasha::cases {

// See cases.proto. Every override hands its operation (operations.h) to the dispatcher.
class CasesService final : public v1::Cases::CallbackService {
 public:
  explicit CasesService(server::Dispatcher& dispatcher);
  ~CasesService() override;

  grpc::ServerUnaryReactor* CreateCase(grpc::CallbackServerContext* context,
                                       const v1::CreateCaseRequest* request, v1::Case* response) override;
  grpc::ServerUnaryReactor* GetCase(grpc::CallbackServerContext* context, const v1::GetCaseRequest* request,
                                    v1::Case* response) override;
  grpc::ServerUnaryReactor* ListCases(grpc::CallbackServerContext* context,
                                      const v1::ListCasesRequest* request,
                                      v1::ListCasesResponse* response) override;
  grpc::ServerUnaryReactor* UpdateCase(grpc::CallbackServerContext* context,
                                       const v1::UpdateCaseRequest* request, v1::Case* response) override;
  grpc::ServerUnaryReactor* TransitionCase(grpc::CallbackServerContext* context,
                                           const v1::TransitionCaseRequest* request,
                                           v1::Case* response) override;
  grpc::ServerUnaryReactor* ApproveTransition(grpc::CallbackServerContext* context,
                                              const v1::ApproveTransitionRequest* request,
                                              v1::Case* response) override;
  grpc::ServerUnaryReactor* RefuseTransition(grpc::CallbackServerContext* context,
                                             const v1::RefuseTransitionRequest* request,
                                             v1::Case* response) override;
  grpc::ServerUnaryReactor* ListApprovals(grpc::CallbackServerContext* context,
                                          const v1::ListApprovalsRequest* request,
                                          v1::ListApprovalsResponse* response) override;
  grpc::ServerUnaryReactor* AssignCase(grpc::CallbackServerContext* context,
                                       const v1::AssignCaseRequest* request, v1::Case* response) override;
  grpc::ServerUnaryReactor* AddEntry(grpc::CallbackServerContext* context, const v1::AddEntryRequest* request,
                                     v1::Entry* response) override;
  grpc::ServerUnaryReactor* CorrectEntry(grpc::CallbackServerContext* context,
                                         const v1::CorrectEntryRequest* request,
                                         v1::Entry* response) override;
  grpc::ServerUnaryReactor* ListEntries(grpc::CallbackServerContext* context,
                                        const v1::ListEntriesRequest* request,
                                        v1::ListEntriesResponse* response) override;
  grpc::ServerUnaryReactor* AddParty(grpc::CallbackServerContext* context, const v1::AddPartyRequest* request,
                                     v1::Party* response) override;
  grpc::ServerUnaryReactor* UpdateParty(grpc::CallbackServerContext* context,
                                        const v1::UpdatePartyRequest* request, v1::Party* response) override;
  grpc::ServerUnaryReactor* RemoveParty(grpc::CallbackServerContext* context,
                                        const v1::RemovePartyRequest* request, v1::Party* response) override;

 private:
  server::Dispatcher& dispatcher_;
};

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_CASES_SERVICE_H_
