#ifndef ARASHA_STORAGE_CASES_WARNINGS_H_
#define ARASHA_STORAGE_CASES_WARNINGS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "arasha/v1/warnings.pb.h"
#include "storage/cases/rows.h"
#include "storage/log/audit.h"
#include "storage/log/requests.h"
#include "storage/postgres/access_context.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"
#include "storage/postgres/pg_errors.h"

// Warnings that deadlines are near or have passed: the job's side, and that of whom they are told to.
namespace arasha::storage {

// SQL that joins a warning `w` of the case `c` to what makes it hold: its deadline runs and is due as it was
// warned of, and no other warning tells the same of it to the same people. `in_place`: the role, as SQL, that
// is told in the place of an assignee while there is none; who has it is told once.
std::string JoinedIfItHolds(absl::string_view in_place);
// SQL of whether it is told to the actor, who is told as `told_as`, an array of ROLE@MISSION.
std::string IsToldOf(absl::string_view told_as, absl::string_view in_place);
// SQL of whether IsToldOf() may hold of a warning, by what stands in its own row: what cannot is passed over
// before its case is looked at.
std::string MayBeToldOf(absl::string_view told_as);

// A deadline that the job is to look at, as it stands.
struct DeadlineToLookAt {
  CaseKey key;
  std::string type;
  int type_version = 0;
  std::string host_state;
  std::string rule;
  int run = 1;
  absl::Time start;
  absl::Time due;
  bool runs = true;
  bool warned = false;  // of warnings that hold
  absl::Time since;     // when it was to be looked at; InfinitePast if it is new or changed
};

// Some hundred at most of those to be looked at before `until`, first those that have waited for longest; in
// the order of their cases. `context` has the label `warn`.
absl::StatusOr<std::vector<DeadlineToLookAt>> FindDeadlinesToLookAt(Connection& connection,
                                                                    const AccessContext& context,
                                                                    absl::Time until);

// What the job saw of a deadline.
struct LookedAt {
  CaseKey key;
  std::string rule;
  int run = 1;
  std::optional<absl::Time> due;   // while it runs
  std::optional<absl::Time> next;  // when it is to be looked at again
  bool warned = false;
};

// Writes that down where nothing was to be said, of any number of cases. `context` as above.
absl::Status NoteLooked(Connection& connection, const AccessContext& context,
                        absl::Span<const LookedAt> looked);

// Gives the warnings of a case that hold of the deadlines looked at, withdraws all others of these, and
// writes that down, all in one statement with its leaf; none stands where nothing changed. What was given
// before is not given again; if it had been withdrawn, it holds again, and is to be seen anew. Tells how many
// were given. `context` as above, and it writes to the case.
absl::StatusOr<int> SaveWarnings(Connection& connection, const AuditContext& context, const CaseKey& key,
                                 absl::Span<const v1::Warning> warnings, absl::Span<const LookedAt> looked);

// Which warnings to list: all of one case, or those on cases that nobody has said to have seen. Only those
// whose deadlines run as they were warned of.
struct WarningQuery {
  std::optional<std::string> case_uid;
  std::vector<std::string> missions;  // that of the case
  bool mine = false;                  // told to the actor alone
  std::vector<std::string> told_as;   // what the actor is told as, `head@IST`
  std::string in_place;               // the role that is told while a case has no assignee
  int limit = 0;
  std::optional<PagePosition> after;
};

struct WarningPage {
  std::vector<v1::Warning> warnings;  // the soonest due first
  PagePosition last;                  // of the last, if there is any
  bool goes_on = false;
  DamagedRows damaged;  // what of their cases does not open
};

// As many as a page has room for (page.h), with a leaf that commits to the cases whose warnings were shown.
absl::StatusOr<WarningPage> ListWarnings(Connection& connection, const AuditContext& context,
                                         const WarningQuery& query);

// A warning that was found, to be said to be seen.
struct FoundWarning {
  v1::Warning message;
  int version = 1;
};

// That of this uid on a case, while it holds; nullopt if there is none that the context sees. Leaves no leaf:
// what is decided on it does.
absl::StatusOr<std::optional<FoundWarning>> FindWarning(Connection& connection, const AuditContext& context,
                                                        const CaseNumber& number, absl::string_view uid);

// Saves that it was seen; kStale if it was changed since.
absl::StatusOr<WriteOutcome> SaveSeen(Connection& connection, const WriteContext& context,
                                      const CaseNumber& number, const FoundWarning& found,
                                      absl::string_view response);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_CASES_WARNINGS_H_
