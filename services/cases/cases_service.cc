#include "services/cases/cases_service.h"

#include "services/cases/operations.h"

namespace arasha::cases {

// Not in the header, here and in every service: what gRPC makes of a service takes the compiler long.
CasesService::CasesService(server::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}
CasesService::~CasesService() = default;

grpc::ServerUnaryReactor* CasesService::CreateCase(grpc::CallbackServerContext* context,
                                                   const v1::CreateCaseRequest* request, v1::Case* response) {
  return dispatcher_.Serve(context, "CreateCase", request, response, &cases::CreateCase);
}

grpc::ServerUnaryReactor* CasesService::GetCase(grpc::CallbackServerContext* context,
                                                const v1::GetCaseRequest* request, v1::Case* response) {
  return dispatcher_.Serve(context, "GetCase", request, response, &cases::GetCase);
}

grpc::ServerUnaryReactor* CasesService::ListCases(grpc::CallbackServerContext* context,
                                                  const v1::ListCasesRequest* request,
                                                  v1::ListCasesResponse* response) {
  return dispatcher_.Serve(context, "ListCases", request, response, &cases::ListCases);
}

grpc::ServerUnaryReactor* CasesService::UpdateCase(grpc::CallbackServerContext* context,
                                                   const v1::UpdateCaseRequest* request, v1::Case* response) {
  return dispatcher_.Serve(context, "UpdateCase", request, response, &cases::UpdateCase);
}

grpc::ServerUnaryReactor* CasesService::TransitionCase(grpc::CallbackServerContext* context,
                                                       const v1::TransitionCaseRequest* request,
                                                       v1::Case* response) {
  return dispatcher_.Serve(context, "TransitionCase", request, response, &cases::TransitionCase);
}

grpc::ServerUnaryReactor* CasesService::ApproveTransition(grpc::CallbackServerContext* context,
                                                          const v1::ApproveTransitionRequest* request,
                                                          v1::Case* response) {
  return dispatcher_.Serve(context, "ApproveTransition", request, response, &cases::ApproveTransition);
}

grpc::ServerUnaryReactor* CasesService::RefuseTransition(grpc::CallbackServerContext* context,
                                                         const v1::RefuseTransitionRequest* request,
                                                         v1::Case* response) {
  return dispatcher_.Serve(context, "RefuseTransition", request, response, &cases::RefuseTransition);
}

grpc::ServerUnaryReactor* CasesService::ListApprovals(grpc::CallbackServerContext* context,
                                                      const v1::ListApprovalsRequest* request,
                                                      v1::ListApprovalsResponse* response) {
  return dispatcher_.Serve(context, "ListApprovals", request, response, &cases::ListApprovals);
}

grpc::ServerUnaryReactor* CasesService::AssignCase(grpc::CallbackServerContext* context,
                                                   const v1::AssignCaseRequest* request, v1::Case* response) {
  return dispatcher_.Serve(context, "AssignCase", request, response, &cases::AssignCase);
}

grpc::ServerUnaryReactor* CasesService::AddEntry(grpc::CallbackServerContext* context,
                                                 const v1::AddEntryRequest* request, v1::Entry* response) {
  return dispatcher_.Serve(context, "AddEntry", request, response, &cases::AddEntry);
}

grpc::ServerUnaryReactor* CasesService::CorrectEntry(grpc::CallbackServerContext* context,
                                                     const v1::CorrectEntryRequest* request,
                                                     v1::Entry* response) {
  return dispatcher_.Serve(context, "CorrectEntry", request, response, &cases::CorrectEntry);
}

grpc::ServerUnaryReactor* CasesService::ListEntries(grpc::CallbackServerContext* context,
                                                    const v1::ListEntriesRequest* request,
                                                    v1::ListEntriesResponse* response) {
  return dispatcher_.Serve(context, "ListEntries", request, response, &cases::ListEntries);
}

grpc::ServerUnaryReactor* CasesService::AddParty(grpc::CallbackServerContext* context,
                                                 const v1::AddPartyRequest* request, v1::Party* response) {
  return dispatcher_.Serve(context, "AddParty", request, response, &cases::AddParty);
}

grpc::ServerUnaryReactor* CasesService::UpdateParty(grpc::CallbackServerContext* context,
                                                    const v1::UpdatePartyRequest* request,
                                                    v1::Party* response) {
  return dispatcher_.Serve(context, "UpdateParty", request, response, &cases::UpdateParty);
}

grpc::ServerUnaryReactor* CasesService::RemoveParty(grpc::CallbackServerContext* context,
                                                    const v1::RemovePartyRequest* request,
                                                    v1::Party* response) {
  return dispatcher_.Serve(context, "RemoveParty", request, response, &cases::RemoveParty);
}

}  // namespace arasha::cases
