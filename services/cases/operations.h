#ifndef ARASHA_SERVICES_CASES_OPERATIONS_H_
#define ARASHA_SERVICES_CASES_OPERATIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/cases.pb.h"
#include "services/calls/call.h"

// The operations behind the RPCs of cases.proto, one file each; contracts are there.
namespace arasha::cases {

absl::StatusOr<v1::Case> CreateCase(server::Call& call, const v1::CreateCaseRequest& request);
absl::StatusOr<v1::Case> GetCase(server::Call& call, const v1::GetCaseRequest& request);
absl::StatusOr<v1::DeadlineExplanation> ExplainDeadline(server::Call& call,
                                                        const v1::ExplainDeadlineRequest& request);
absl::StatusOr<v1::ListCasesResponse> ListCases(server::Call& call, const v1::ListCasesRequest& request);
absl::StatusOr<v1::Case> UpdateCase(server::Call& call, const v1::UpdateCaseRequest& request);
absl::StatusOr<v1::Case> TransitionCase(server::Call& call, const v1::TransitionCaseRequest& request);
absl::StatusOr<v1::Case> ApproveTransition(server::Call& call, const v1::ApproveTransitionRequest& request);
absl::StatusOr<v1::Case> RefuseTransition(server::Call& call, const v1::RefuseTransitionRequest& request);
absl::StatusOr<v1::ListApprovalsResponse> ListApprovals(server::Call& call,
                                                        const v1::ListApprovalsRequest& request);
absl::StatusOr<v1::Case> AssignCase(server::Call& call, const v1::AssignCaseRequest& request);
absl::StatusOr<v1::Entry> AddEntry(server::Call& call, const v1::AddEntryRequest& request);
absl::StatusOr<v1::Entry> CorrectEntry(server::Call& call, const v1::CorrectEntryRequest& request);
absl::StatusOr<v1::Entry> ExtendDeadline(server::Call& call, const v1::ExtendDeadlineRequest& request);
absl::StatusOr<v1::Entry> WaiveDeadline(server::Call& call, const v1::WaiveDeadlineRequest& request);
absl::StatusOr<v1::MigrateCaseTypeResponse> MigrateCaseType(server::Call& call,
                                                            const v1::MigrateCaseTypeRequest& request);
absl::StatusOr<v1::Entry> HoldCase(server::Call& call, const v1::HoldCaseRequest& request);
absl::StatusOr<v1::Entry> ReleaseHold(server::Call& call, const v1::ReleaseHoldRequest& request);
absl::StatusOr<v1::ListEntriesResponse> ListEntries(server::Call& call,
                                                    const v1::ListEntriesRequest& request);
absl::StatusOr<v1::Party> AddParty(server::Call& call, const v1::AddPartyRequest& request);
absl::StatusOr<v1::Party> UpdateParty(server::Call& call, const v1::UpdatePartyRequest& request);
absl::StatusOr<v1::Party> RemoveParty(server::Call& call, const v1::RemovePartyRequest& request);
absl::StatusOr<v1::Row> AddRow(server::Call& call, const v1::AddRowRequest& request);
absl::StatusOr<v1::Row> UpdateRow(server::Call& call, const v1::UpdateRowRequest& request);
absl::StatusOr<v1::Row> RemoveRow(server::Call& call, const v1::RemoveRowRequest& request);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_OPERATIONS_H_
