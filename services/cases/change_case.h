#ifndef ARASHA_SERVICES_CASES_CHANGE_CASE_H_
#define ARASHA_SERVICES_CASES_CHANGE_CASE_H_

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/type_migration.pb.h"
#include "services/calls/call.h"
#include "services/rules/access/access.h"
#include "services/rules/casework/chronology.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/deadlines.h"
#include "storage/cases/cases.h"
#include "storage/cases/corrections.h"

// Changing a case that must be read before the change can be decided: two round trips, no lock held
// between them.
namespace arasha::cases {

// What an operation decides on: the case as loaded, its type and its mission.
struct Loaded {
  const storage::CaseRow& row;
  const rules::CaseType& type;
  const server::Mission& mission;
  // On which nobody decided, also if its time is over.
  const std::optional<v1::Approval>& proposal;
  const std::vector<v1::Party>& parties_before;  // those that left the case
  const storage::DamagedRows& damaged;           // of all these, what does not open
  const std::vector<storage::DeadlineRow>& deadlines;
  const std::vector<storage::Meeting>& timeline;  // see rules::Catalogue::types_that_need_timeline
  rules::CaseTimes times;
  // When the first entry happened that people wrote of ChangeRequest::party, and that stands.
  const std::optional<absl::Time>& first_told;
  const std::set<std::string>& ticked;  // ids of items of the checklist
  int64_t entries;                      // how many there are, where the timeline was loaded
};

// What it decides. A proposal, a refusal, a change of a party and what is appended leave the case as it is
// and only tell of themselves; so does a row of a group that has no deadlines. A correction changes entries
// and deadlines alone.
struct Decision {
  v1::Case message;  // with its new values; version, etag and update_time are set for it
  bool open = true;
  v1::Entry entry = {};                         // the line on the timeline; of no kind if there is none
  std::vector<rules::Happening> happened = {};  // what this is to deadlines
  // Of a change that extends or waives one: all deadlines of the case, as stored, with that.
  std::vector<rules::DeadlineCourse> courses = {};
  enum class Kind {
    kChange,
    kProposal,
    kRefusal,
    kCorrection,
    kParty,
    kNewParty,
    kRow,
    kNewRow,
    kAppend
  } kind = Kind::kChange;
  v1::Approval approval = {};  // that the change or correction takes, that is proposed, or that is refused
  // Of a correction: what it was decided on, and deadlines as they come out.
  storage::Correction correction = {};
  v1::Party party =
      {};  // as it is to stand, where a party alone changes or comes; its new etag is set for it
  bool subject_must_stay = false;  // the party may go only if another subject is left
  // By the party or what is written down: the line that tells so, of no kind if it raises nothing.
  v1::Entry raised = {};
  // As it is to stand, where a row comes or changes; its new etag is set for it. Where its group has
  // deadlines, this is a change of the case, whose `message` has the row as it is to stand, and `row_is_new`
  // tells whether it comes.
  v1::Row row = {};
  bool row_is_new = false;
  // Of a move to another version of the type: that version, and what is told of it. `courses` are then the
  // deadlines that it changes, as they come out.
  const rules::CaseType* type = nullptr;
  v1::MigrateCaseTypeResponse migration = {};
};

using Decide = std::function<absl::StatusOr<Decision>(const Loaded&)>;

// What the request says about how.
struct ChangeRequest {
  std::string etag = {};         // the caller's, or empty
  bool although_closed = false;  // may touch a case in a final state
  // What becomes of a proposal that waits and that this does not decide on.
  enum class Waiting {
    kStays,      // it goes on
    kMustNotBe,  // PROPOSAL_WAITS
    kLapses,
  } waiting = Waiting::kStays;
  std::string party = {};      // of which Loaded tells when it was first told of
  bool with_timeline = false;  // whatever the type
};

// What a request that says whether to overtake a proposal makes of one that waits.
inline ChangeRequest::Waiting Overtaking(bool overtake_proposal) {
  return overtake_proposal ? ChangeRequest::Waiting::kLapses : ChangeRequest::Waiting::kMustNotBe;
}

// Why the request cannot change the case as it was read: it is not of the caller's etag, was erased, or is
// closed.
absl::Status CheckChangeable(const storage::CaseRow& row, const ChangeRequest& request);

// Loads the case that the call is about, decides, saves. If the case changed in between, decides anew, unless
// the caller insisted on an etag. A repeat gets its first answer without deciding. Answers with the changed
// case.
absl::StatusOr<v1::Case> ChangeAndShow(server::Call& call, const ChangeRequest& request,
                                       const Decide& decide);

// The same, answering with the changed party.
absl::StatusOr<v1::Party> ChangeParty(server::Call& call, const ChangeRequest& request, const Decide& decide);

// The same, answering with the changed row.
absl::StatusOr<v1::Row> ChangeRow(server::Call& call, const ChangeRequest& request, const Decide& decide);

// The same, answering with the line on the timeline.
absl::StatusOr<v1::Entry> ChangeAndTell(server::Call& call, const ChangeRequest& request,
                                        const Decide& decide);

// The same, answering with what comes of a move to another version of the type.
absl::StatusOr<v1::MigrateCaseTypeResponse> ChangeType(server::Call& call, const ChangeRequest& request,
                                                       const Decide& decide);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_CHANGE_CASE_H_
