#ifndef ARASHA_CLIENTS_API_H_
#define ARASHA_CLIENTS_API_H_

#include <functional>
#include <memory>
#include "absl/strings/string_view.h"

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/reports.pb.h"

namespace grpc {
class ChannelInterface;
}

namespace arasha::clients {

// Key of the payload in which an error of `Api` carries the server's google.rpc.Status, serialised.
inline constexpr absl::string_view kRpcStatusPayload = "type.googleapis.com/google.rpc.Status";

// The server, one method per RPC, told apart by their requests.
//
// Whatever may be tried again is tried again, with waits that grow and vary, until the time given to the
// call is up: UNAVAILABLE, a CANCELLED that a stopping server left without details, and any error with a
// google.rpc.RetryInfo, whose delay is honoured. Writes as well, because their request_id makes a repeat
// harmless.
class Api {
 public:
  using ChannelOpener = std::function<absl::StatusOr<std::shared_ptr<grpc::ChannelInterface>>()>;

  // Opens the channel at the first call. `waiting` is told, once per call, of an error that has kept the
  // call waiting for more than a second.
  Api(ChannelOpener open_channel, absl::Duration timeout, std::function<void(const absl::Status&)> waiting);
  ~Api();

  absl::StatusOr<v1::Case> Call(const v1::CreateCaseRequest& request);
  absl::StatusOr<v1::Case> Call(const v1::GetCaseRequest& request);
  absl::StatusOr<v1::ListCasesResponse> Call(const v1::ListCasesRequest& request);
  absl::StatusOr<v1::Case> Call(const v1::UpdateCaseRequest& request);
  absl::StatusOr<v1::Case> Call(const v1::TransitionCaseRequest& request);
  absl::StatusOr<v1::Case> Call(const v1::AssignCaseRequest& request);
  absl::StatusOr<v1::Entry> Call(const v1::AddEntryRequest& request);
  absl::StatusOr<v1::Entry> Call(const v1::CorrectEntryRequest& request);
  absl::StatusOr<v1::ListEntriesResponse> Call(const v1::ListEntriesRequest& request);
  absl::StatusOr<v1::Party> Call(const v1::AddPartyRequest& request);
  absl::StatusOr<v1::Party> Call(const v1::UpdatePartyRequest& request);
  absl::StatusOr<v1::Party> Call(const v1::RemovePartyRequest& request);
  absl::StatusOr<v1::WhoAmIResponse> Call(const v1::WhoAmIRequest& request);
  absl::StatusOr<v1::ListMissionsResponse> Call(const v1::ListMissionsRequest& request);
  absl::StatusOr<v1::ListColleaguesResponse> Call(const v1::ListColleaguesRequest& request);
  absl::StatusOr<v1::CaseType> Call(const v1::GetCaseTypeRequest& request);
  absl::StatusOr<v1::ListCaseTypesResponse> Call(const v1::ListCaseTypesRequest& request);
  absl::StatusOr<v1::AccessGrant> Call(const v1::GrantAccessRequest& request);
  absl::StatusOr<v1::AccessGrant> Call(const v1::RevokeAccessRequest& request);
  absl::StatusOr<v1::AccessGrant> Call(const v1::BreakGlassRequest& request);
  absl::StatusOr<v1::AccessGrant> Call(const v1::ReviewBreakGlassRequest& request);
  absl::StatusOr<v1::ListAccessGrantsResponse> Call(const v1::ListAccessGrantsRequest& request);
  absl::StatusOr<v1::ExplainAccessResponse> Call(const v1::ExplainAccessRequest& request);
  absl::StatusOr<v1::Case> Call(const v1::ApproveTransitionRequest& request);
  absl::StatusOr<v1::Case> Call(const v1::RefuseTransitionRequest& request);
  absl::StatusOr<v1::ListApprovalsResponse> Call(const v1::ListApprovalsRequest& request);
  absl::StatusOr<v1::Principal> Call(const v1::RegisterPrincipalRequest& request);
  absl::StatusOr<v1::Principal> Call(const v1::UpdatePrincipalRequest& request);
  absl::StatusOr<v1::ListPrincipalsResponse> Call(const v1::ListPrincipalsRequest& request);
  absl::StatusOr<v1::Principal> Call(const v1::GrantRoleRequest& request);
  absl::StatusOr<v1::Principal> Call(const v1::RevokeRoleRequest& request);
  absl::StatusOr<v1::RevokeCertificateResponse> Call(const v1::RevokeCertificateRequest& request);
  absl::StatusOr<v1::Report> Call(const v1::CreateReportRequest& request);
  absl::StatusOr<v1::Report> Call(const v1::GetReportRequest& request);
  absl::StatusOr<v1::ListReportsResponse> Call(const v1::ListReportsRequest& request);
  absl::StatusOr<v1::Report> Call(const v1::CancelReportRequest& request);
  absl::StatusOr<v1::ReadReportResponse> Call(const v1::ReadReportRequest& request);
  absl::StatusOr<v1::ReportSchedule> Call(const v1::CreateReportScheduleRequest& request);
  absl::StatusOr<v1::ListReportSchedulesResponse> Call(const v1::ListReportSchedulesRequest& request);
  absl::StatusOr<v1::ReportSchedule> Call(const v1::EndReportScheduleRequest& request);
  absl::StatusOr<v1::Checkpoint> Call(const v1::GetCheckpointRequest& request);
  absl::StatusOr<v1::ListCheckpointsResponse> Call(const v1::ListCheckpointsRequest& request);
  absl::StatusOr<v1::InclusionProof> Call(const v1::GetInclusionProofRequest& request);
  absl::StatusOr<v1::ConsistencyProof> Call(const v1::GetConsistencyProofRequest& request);
  absl::StatusOr<v1::ListAuditEntriesResponse> Call(const v1::ListAuditEntriesRequest& request);
  absl::StatusOr<v1::ReadLeavesResponse> Call(const v1::ReadLeavesRequest& request);
  absl::StatusOr<v1::ReadRowsResponse> Call(const v1::ReadRowsRequest& request);

 private:
  struct Stubs;

  // The stubs of the one channel.
  absl::StatusOr<Stubs*> Connect();

  template <typename Response, typename Request, typename Send>
  absl::StatusOr<Response> Persist(const Request& request, Send send);

  ChannelOpener open_channel_;
  absl::Duration timeout_;
  std::function<void(const absl::Status&)> waiting_;
  std::unique_ptr<Stubs> stubs_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_API_H_
