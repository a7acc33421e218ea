#ifndef ARASHA_STORAGE_APPROVALS_H_
#define ARASHA_STORAGE_APPROVALS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "arasha/v1/approval.pb.h"
#include "arasha/v1/party.pb.h"
#include "nlohmann/json_fwd.hpp"
#include "storage/audit.h"
#include "storage/cases.h"
#include "storage/connection.h"

// Changes of state that take two persons: proposed, then approved (SaveCase) or refused.
namespace arasha::storage {

// SQL for the proposal on the case `c` that waits for a second person, as ReadPendingApproval takes it; NULL
// if none does.
inline constexpr absl::string_view kPendingApprovalOfCase =
    "(SELECT json_build_array(a.uid, a.event, a.proposed_by, a.proposed_at, a.expires_at) FROM approval a"
    " WHERE a.mission = c.mission AND a.case_uid = c.uid AND a.decided_at IS NULL AND a.case_version = "
    "c.version)";

// nullopt if it has lapsed by `now`.
std::optional<v1::Approval> ReadPendingApproval(const nlohmann::json& columns, absl::string_view case_name,
                                                absl::Time now);

// The text of a proposal, as stored beside it.
absl::StatusOr<std::string> UnsealProposedText(absl::Span<const DataKey> keys, absl::string_view uid,
                                               absl::string_view stored);

// A proposal on a case that was loaded and decided.
struct Proposal {
  CaseNumber number;
  std::string case_uid;
  int case_version = 0;
  v1::Approval approval;  // its name's last segment is its uid
  EntryRow entry;         // the line on the timeline that tells of it, with the text
  DataKey key;            // of the case, to seal under
  std::string response;
};

// kAnswered also if another proposal waits: the next load shows it. What waited and has lapsed is decided
// with this, by nobody.
absl::StatusOr<SaveOutcome> Propose(Connection& connection, const WriteContext& context,
                                    const Proposal& proposal);

// What decides on a proposal beside the case as loaded.
struct ProposedApproval {
  v1::Approval approval;
  std::string text;                                       // what was proposed with it
  google::protobuf::RepeatedPtrField<v1::Party> parties;  // all the case ever had
};

// The proposal of this uid if it waits on the case as it stands; nullopt if not, or if the context does not
// see the case. Leaves no leaf.
absl::StatusOr<std::optional<ProposedApproval>> FindProposal(Connection& connection,
                                                             const AuditContext& context,
                                                             const CaseNumber& number, absl::string_view uid);

// The refusal of a proposal.
struct Refusal {
  CaseNumber number;
  std::string case_uid;
  std::string approval_uid;
  EntryRow entry;
  DataKey key;
  std::string response;
};

// kStale if the proposal does not wait any more.
absl::StatusOr<SaveOutcome> RefuseProposal(Connection& connection, const WriteContext& context,
                                           const Refusal& refusal);

// What waits at these missions on cases that the context sees, newest first, with a leaf.
struct ApprovalPosition {
  std::string proposed_at;  // in PostgreSQL's text form
  std::string uid;
};
struct ApprovalPage {
  std::vector<v1::Approval> approvals;
  ApprovalPosition last;  // of the last, if there is any
};
absl::StatusOr<ApprovalPage> ListApprovals(Connection& connection, const AuditContext& context,
                                           const std::vector<std::string>& missions, int limit,
                                           const std::optional<ApprovalPosition>& after);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_APPROVALS_H_
