#ifndef ARASHA_CLIENTS_CONNECTION_API_H_
#define ARASHA_CLIENTS_CONNECTION_API_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/access.pb.h"
#include "arasha/v1/admin.pb.h"
#include "arasha/v1/audit.pb.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/erasures.pb.h"
#include "arasha/v1/reminders.pb.h"
#include "arasha/v1/reports.pb.h"
#include "arasha/v1/warnings.pb.h"

namespace grpc {
class ChannelInterface;
}

namespace arasha::clients {

// Key of the payload in which an error of `Api` carries the server's google.rpc.Status, serialised.
inline constexpr absl::string_view kRpcStatusPayload = "type.googleapis.com/google.rpc.Status";

// Key of the payload, empty, of an error of `Api` before which nothing reached the server: no attempt had a
// connection.
inline constexpr absl::string_view kUnsentPayload = "arasha/unsent";

// Likewise of an error that cut off a connection by which something had been answered before.
inline constexpr absl::string_view kCutOffPayload = "arasha/cut-off";

// What each request is answered with: a line for each RPC. Only the compiler asks; they are defined nowhere.
v1::Case AnswerTo(const v1::CreateCaseRequest& request);
v1::Case AnswerTo(const v1::GetCaseRequest& request);
v1::DeadlineExplanation AnswerTo(const v1::ExplainDeadlineRequest& request);
v1::ListCasesResponse AnswerTo(const v1::ListCasesRequest& request);
v1::Case AnswerTo(const v1::UpdateCaseRequest& request);
v1::Case AnswerTo(const v1::TransitionCaseRequest& request);
v1::Case AnswerTo(const v1::AssignCaseRequest& request);
v1::Entry AnswerTo(const v1::AddEntryRequest& request);
v1::Entry AnswerTo(const v1::CorrectEntryRequest& request);
v1::Entry AnswerTo(const v1::ExtendDeadlineRequest& request);
v1::Entry AnswerTo(const v1::WaiveDeadlineRequest& request);
v1::MigrateCaseTypeResponse AnswerTo(const v1::MigrateCaseTypeRequest& request);
v1::Entry AnswerTo(const v1::HoldCaseRequest& request);
v1::Entry AnswerTo(const v1::ReleaseHoldRequest& request);
v1::ListEntriesResponse AnswerTo(const v1::ListEntriesRequest& request);
v1::Party AnswerTo(const v1::AddPartyRequest& request);
v1::Party AnswerTo(const v1::UpdatePartyRequest& request);
v1::Party AnswerTo(const v1::RemovePartyRequest& request);
v1::Row AnswerTo(const v1::AddRowRequest& request);
v1::Row AnswerTo(const v1::UpdateRowRequest& request);
v1::Row AnswerTo(const v1::RemoveRowRequest& request);
v1::WhoAmIResponse AnswerTo(const v1::WhoAmIRequest& request);
v1::ListMissionsResponse AnswerTo(const v1::ListMissionsRequest& request);
v1::ListColleaguesResponse AnswerTo(const v1::ListColleaguesRequest& request);
v1::CaseType AnswerTo(const v1::GetCaseTypeRequest& request);
v1::ListCaseTypesResponse AnswerTo(const v1::ListCaseTypesRequest& request);
v1::AccessGrant AnswerTo(const v1::GrantAccessRequest& request);
v1::AccessGrant AnswerTo(const v1::RevokeAccessRequest& request);
v1::AccessGrant AnswerTo(const v1::BreakGlassRequest& request);
v1::AccessGrant AnswerTo(const v1::ReviewBreakGlassRequest& request);
v1::ListAccessGrantsResponse AnswerTo(const v1::ListAccessGrantsRequest& request);
v1::ExplainAccessResponse AnswerTo(const v1::ExplainAccessRequest& request);
v1::Case AnswerTo(const v1::ApproveTransitionRequest& request);
v1::Case AnswerTo(const v1::RefuseTransitionRequest& request);
v1::ListApprovalsResponse AnswerTo(const v1::ListApprovalsRequest& request);
v1::Reminder AnswerTo(const v1::CreateReminderRequest& request);
v1::ListRemindersResponse AnswerTo(const v1::ListRemindersRequest& request);
v1::Reminder AnswerTo(const v1::ResolveReminderRequest& request);
v1::ErasureList AnswerTo(const v1::DrawErasureListRequest& request);
v1::ErasureList AnswerTo(const v1::GetErasureListRequest& request);
v1::ListErasureListsResponse AnswerTo(const v1::ListErasureListsRequest& request);
v1::ErasureList AnswerTo(const v1::KeepCaseRequest& request);
v1::ErasureList AnswerTo(const v1::SignErasureListRequest& request);
v1::ErasureList AnswerTo(const v1::ApproveErasureListRequest& request);
v1::ListWarningsResponse AnswerTo(const v1::ListWarningsRequest& request);
v1::Warning AnswerTo(const v1::AcknowledgeWarningRequest& request);
v1::Principal AnswerTo(const v1::RegisterPrincipalRequest& request);
v1::Principal AnswerTo(const v1::UpdatePrincipalRequest& request);
v1::ListPrincipalsResponse AnswerTo(const v1::ListPrincipalsRequest& request);
v1::Principal AnswerTo(const v1::GrantRoleRequest& request);
v1::Principal AnswerTo(const v1::RevokeRoleRequest& request);
v1::RevokeCertificateResponse AnswerTo(const v1::RevokeCertificateRequest& request);
v1::Report AnswerTo(const v1::CreateReportRequest& request);
v1::Report AnswerTo(const v1::GetReportRequest& request);
v1::ListReportsResponse AnswerTo(const v1::ListReportsRequest& request);
v1::Report AnswerTo(const v1::CancelReportRequest& request);
v1::ReadReportResponse AnswerTo(const v1::ReadReportRequest& request);
v1::ReportSchedule AnswerTo(const v1::CreateReportScheduleRequest& request);
v1::ListReportSchedulesResponse AnswerTo(const v1::ListReportSchedulesRequest& request);
v1::ReportSchedule AnswerTo(const v1::EndReportScheduleRequest& request);
v1::Checkpoint AnswerTo(const v1::GetCheckpointRequest& request);
v1::ListCheckpointsResponse AnswerTo(const v1::ListCheckpointsRequest& request);
v1::InclusionProof AnswerTo(const v1::GetInclusionProofRequest& request);
v1::ConsistencyProof AnswerTo(const v1::GetConsistencyProofRequest& request);
v1::ListAuditEntriesResponse AnswerTo(const v1::ListAuditEntriesRequest& request);
v1::ReadLeavesResponse AnswerTo(const v1::ReadLeavesRequest& request);
v1::ReadRowsResponse AnswerTo(const v1::ReadRowsRequest& request);

template <typename Request>
using Answer = decltype(AnswerTo(std::declval<const Request&>()));

// The server. Each RPC is the Call() of its request.
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
  // `interrupted` gives what Ctrl-C is to tell while a write is on its way.
  Api(ChannelOpener open_channel, absl::Duration timeout, std::function<void(const absl::Status&)> waiting,
      std::function<std::string()> interrupted = {});

  template <typename Request>
  absl::StatusOr<Answer<Request>> Call(const Request& request) {
    Answer<Request> answer;
    if (absl::Status s = Send(request, answer); !s.ok()) return s;
    return answer;
  }

  // The request of the last call that failed; nullptr if none did.
  const google::protobuf::Message* refused() const { return refused_.get(); }

 private:
  absl::Status Send(const google::protobuf::Message& request, google::protobuf::Message& answer);
  absl::Status Try(const google::protobuf::Message& request, google::protobuf::Message& answer);

  ChannelOpener open_channel_;
  absl::Duration timeout_;
  std::function<void(const absl::Status&)> waiting_;
  std::function<std::string()> interrupted_;
  std::shared_ptr<grpc::ChannelInterface> channel_;
  bool answered_ = false;  // by the server, whatever it said
  std::unique_ptr<google::protobuf::Message> refused_;
};

// A case (full name) alone, without parties, deadlines and fields.
absl::StatusOr<v1::Case> FetchBasicCase(Api& api, const std::string& name);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_CONNECTION_API_H_
