#ifndef ARASHA_STORAGE_DIRECTORY_ACCESS_GRANTS_H_
#define ARASHA_STORAGE_DIRECTORY_ACCESS_GRANTS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/access.pb.h"
#include "storage/cases/case_facts.h"
#include "storage/cases/cases.h"
#include "storage/log/audit.h"
#include "storage/log/server_keys.h"
#include "storage/postgres/connection.h"
#include "storage/postgres/page.h"

// Access to single cases beyond roles. Answers to these writes are sealed under the server key "register".
namespace arasha::storage {

// A grant as stored.
struct AccessGrantRow {
  // All but what is derived; `case` only where the context sees the case, or lists grants and reads the log.
  v1::AccessGrant message;
  int version = 1;
  std::optional<FoundCase> facts;  // where the context sees the case
};

// What two persons write about a grant, one after the other: each is sealed by itself.
enum class GrantText {
  kReason,
  kFinding,
};
// As somebody reads it. `sealed`: in PostgreSQL's text form. Empty where erasure emptied it, U+FFFD where it
// does not open: that there is a grant, which may have to be taken back, does not hang on its words.
std::string UnsealGrantText(const ServerKeys& keys, absl::string_view uid, GrantText which,
                            absl::string_view sealed);

// Adds a grant that may be given or taken: its case is seen here, whatever the context sees, as who breaks
// the glass does not see it. kErased if the case was erased.
absl::StatusOr<WriteOutcome> AddGrant(Connection& connection, const WriteContext& context,
                                      const v1::AccessGrant& grant, absl::string_view response);

// The grant of this uid; nullopt if there is none that the context sees. Leaves no leaf.
absl::StatusOr<std::optional<AccessGrantRow>> FindGrant(Connection& connection, const AuditContext& context,
                                                        absl::string_view uid);

// Saves when a grant was revoked and what came of its review. `row.version` is that loaded.
absl::StatusOr<WriteOutcome> SaveGrant(Connection& connection, const WriteContext& context,
                                       const AccessGrantRow& row, absl::string_view response);

// Which grants to list. Of what is not the actor's own, those on cases that the context sees at `missions`,
// or all if it reads the log.
struct GrantQuery {
  std::vector<std::string> missions;
  bool reads_log = false;
  std::optional<std::string> case_uid;
  std::optional<std::string> principal;
  bool unreviewed_only = false;  // broken glass that waits for a review, which one on an erased case does not
  bool active_only = false;
  int limit = 50;
  std::optional<PagePosition> after;
};
struct GrantPage {
  std::vector<AccessGrantRow> grants;  // newest first
  PagePosition last;                   // of the last, if there is any
  bool goes_on = false;                // there may be more
};

// As many as a page has room for (page.h). Leaves a leaf that commits to the cases whose grants were shown.
absl::StatusOr<GrantPage> ListGrants(Connection& connection, const AuditContext& context,
                                     const GrantQuery& query);

// What the actor should look at, on cases that the context sees.
struct Notices {
  // Broken glass where the actor reviews it, not the actor's own, not reviewed yet, on a case that was not
  // erased.
  int reviews_due = 0;
  int reviews_overdue = 0;  // of these, taken before `overdue_before`
  // The actor's proposals that somebody else refused or that lapsed after `answered_since`.
  int proposals_returned = 0;
  // The actor's reminders that are due, on open cases.
  int reminders_due = 0;
  // Proposals of others that wait at the missions where the actor decides.
  int proposals_waiting = 0;
  // Warnings told to the actor that nobody has said to have seen.
  int warnings_waiting = 0;
};
struct NoticeQuery {
  // Where the actor reviews broken glass, and where it decides on proposals.
  std::vector<std::string> reviews_at;
  std::vector<std::string> decides_at;
  // Where the actor is warned of deadlines, what as, `head@IST`, and who is while a case has no assignee.
  std::vector<std::string> warned_at;
  std::vector<std::string> told_as;
  std::string in_place_of_assignee;
  absl::Time overdue_before;
  absl::Time answered_since;
};
absl::StatusOr<Notices> CountNotices(Connection& connection, const AuditContext& context,
                                     const NoticeQuery& query);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_DIRECTORY_ACCESS_GRANTS_H_
