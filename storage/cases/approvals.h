#ifndef ARASHA_STORAGE_CASES_APPROVALS_H_
#define ARASHA_STORAGE_CASES_APPROVALS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "arasha/v1/approval.pb.h"
#include "arasha/v1/party.pb.h"
#include "nlohmann/json_fwd.hpp"
#include "storage/cases/cases.h"
#include "storage/log/audit.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// Changes that take two persons: proposed, then approved (SaveCase, SaveCorrection), refused, or lapsed by a
// change of the case or by time.
namespace arasha::storage {

class WriteStatement;

// `row`: of the approval, as row_to_json gives it. `keys`: of the case; with none, it was erased, and so was
// what was written with the proposal. Throws as the readers of rows do.
v1::Approval ReadApproval(const nlohmann::json& row, absl::string_view case_name,
                          absl::Span<const DataKey> keys, DamagedRows& damaged);

// Whether it can still be decided at `now`, if nobody decided on it.
bool Waits(const v1::Approval& proposal, absl::Time now);

// The text of a proposal, as stored beside it.
absl::StatusOr<std::string> UnsealProposedText(absl::Span<const DataKey> keys, absl::string_view uid,
                                               const std::string& stored);

// A proposal on a case that was loaded and decided.
struct Proposal {
  CaseNumber number;
  std::string case_uid;
  int case_version = 0;
  v1::Approval approval;          // its name's last segment is its uid
  std::vector<EntryRow> entries;  // the line on the timeline that tells of it, and of what lapses
  std::string lapsed;             // uid of the proposal that lapses by this, or empty
  DataKey key;                    // of the case, to seal under
  std::string response;
};

// kAnswered also if another proposal came in between: the next load shows it.
absl::StatusOr<WriteOutcome> Propose(Connection& connection, const WriteContext& context,
                                     const Proposal& proposal);

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
absl::StatusOr<WriteOutcome> RefuseProposal(Connection& connection, const WriteContext& context,
                                            const Refusal& refusal);

// How statements are told what becomes of a proposal: "approved", "lapses", "stays".
std::string FateText(ProposalFate::Fate fate);

// The step of a statement that saves a case, in its step `saved`, which decides on the proposal of the uid
// and as the fate in these parameters say.
void DecideProposal(WriteStatement& statement, absl::string_view uid, absl::string_view fate);

// Which proposals to list, of those on cases that the context sees.
struct ApprovalQuery {
  std::vector<std::string> missions;
  // Not what waits, but what the context's actor proposed, if it waits or something came of it since then.
  std::optional<absl::Time> mine_since;
  int limit = 0;
  std::optional<PagePosition> after;
};

// Newest first, with a leaf.
struct ApprovalPage {
  std::vector<v1::Approval> approvals;
  PagePosition last;  // of the last, if there is any
  bool goes_on = false;
  DamagedRows damaged;  // what of them does not open
};
absl::StatusOr<ApprovalPage> ListApprovals(Connection& connection, const AuditContext& context,
                                           const ApprovalQuery& query);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_APPROVALS_H_
