#ifndef ARASHA_SERVICES_RULES_ACCESS_ACCESS_H_
#define ARASHA_SERVICES_RULES_ACCESS_ACCESS_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "proto/case_facts.h"

// Who may do what where, as pure functions of the actor, the action and the case's facts.
//
// Two questions, asked apart. What may the actor do at a mission: its roles' permissions. Which cases exist
// for the actor at all: a case carries labels, an actor carries labels, and the actor sees the case if they
// share one. Labels are what makes the second question part of every query, and of row-level security behind
// it, at a cost that depends neither on how many cases there are nor on how much the actor may see.
//
// A case of mission IST carries
//   IST   *             if ordinary
//   IST!  *!            if sensitive
//   IST#c *#c           if in compartment c
//   staff/…             its creator and its assignee, unless ordinary
//   case:<uid>          always
// and an actor carries
//   its own name
//   M, M!, M#c          by its roles at M (or * for all missions), clearances giving the last
//   case:<uid>          for each grant on a case that holds at the moment, if a role of its own lets it
//                       hold any: grants end with the last role at work on cases
//   w:M                 where it may write anything (w:* everywhere); asked by row-level security alone,
//   w:case:<uid>        as is this: where a grant lets it add entries
//   log                 if it may read the audit log
//   l:M                 where it may read what the log tells of the mission's work, and of the cases it sees
//   r:M, a:M            where it may read reports, and reports about access
//   admin               if it may change who the staff are and what roles they hold
//
// Labels and permissions decide together, as MayOn() does; labels alone are what a query can ask.
namespace arasha::rules {

// A role held at a mission until a time; mission "-" stands for all.
struct Grant {
  std::string role;
  std::string mission;
  absl::Time expires = absl::InfiniteFuture();
};

// Access to one case beyond roles: given by a head, or taken by breaking the glass.
struct CaseGrant {
  std::string uid;
  std::string mission;
  std::string case_uid;
  bool break_glass = false;
  absl::Time expires;
};

// A person or system that acts.
struct Actor {
  std::string name;  // "staff/a.omarova"
  std::string display_name;
  std::vector<Grant> grants = {};
  std::vector<std::string> clearances = {};  // compartments
  std::vector<CaseGrant> case_grants = {};
};

enum class Action {
  kOpenCase,
  kReadCase,
  kListCases,
  kUpdateCase,
  kTransitionCase,
  kAssignCase,
  kAddEntry,
  kListEntries,
  kChangeParties,
  kReadLog,
  kReadMissionLog,  // who did what at a mission, and who read those of its cases that the actor sees
  kLowerSensitivity,
  kGrantAccess,  // give and take back access to a case, review broken glass, have others' access explained
  kBreakGlass,   // take access to a case for an hour, to be reviewed
  kManageStaff,
  kReadReports,        // have reports of a mission's work made, and read them
  kReadAccessReports,  // the same of who looked at what, of exceptions, exports and configuration
  kCorrectEntries,     // that others wrote, and when the time for it has passed
  kWaiveDeadline,      // say that it need not be met
  kMigrateCase,        // to another version of its type
  kHoldCase,           // put it on legal hold, and release it
  kDrawErasure,        // draw up what is due to be erased, keep cases longer, sign
  kApproveErasure,     // read erasure lists, and be the second who signs one
};

// The action of this name, `add_entry` of kAddEntry; nullopt if there is none.
std::optional<Action> ActionOf(absl::string_view name);

// Whether `role` is one that grants may name.
bool IsRole(absl::string_view role);

// Deny by default: true only if a grant that holds at `now` at the mission (or at all missions) has a role
// that allows it.
bool May(const Actor& actor, Action action, absl::string_view mission, absl::Time now);

// The actor's roles at a mission, in the order of the grants.
std::vector<std::string> RolesAt(const Actor& actor, absl::string_view mission, absl::Time now);

// Whether both hold a role at one mission, and so know of each other.
bool AreColleagues(const Actor& one, const Actor& other, absl::Time now);

// The roles that may do this, at the missions where they are held.
std::vector<std::string> RolesThatMay(Action action);

// Where the actor may do this; "-" alone when everywhere.
std::vector<std::string> MissionsWhere(const Actor& actor, Action action, absl::Time now);

using arasha::CaseFacts;

std::vector<std::string> LabelsOf(const CaseFacts& facts);

// An actor's labels at a moment, and how long they hold: until the first of its grants expires.
struct Labels {
  std::vector<std::string> labels;
  absl::Time valid_until = absl::InfiniteFuture();
};
// Those that matter to cases of one mission, if it is named: few, at however many the actor works.
Labels LabelsOf(const Actor& actor, absl::Time now, absl::string_view mission = "");

// Whether an actor with these labels sees a case with those.
bool Sees(const std::vector<std::string>& actor_labels, const std::vector<std::string>& case_labels);

// Whether the actor may do this to this very case. Either its roles allow it at the case's mission and open
// the case, or a grant on the case does: one that was given opens the case to reading, to entries if the
// actor adds entries anywhere, and to whatever its roles allow at the mission; broken glass to the first two
// alone.
bool MayOn(const Actor& actor, Action action, const CaseFacts& facts, absl::Time now);

// Whether grants on cases can be given to the actor: officers, heads, supervisors and partners, but nobody
// who only audits or administers.
bool MayHoldGrants(const Actor& actor, absl::Time now);

// The grants on cases that hold for the actor: not expired, and the actor may hold any.
std::vector<const CaseGrant*> GrantsHeld(const Actor& actor, absl::Time now);

// Whether a grant on a case of this mission holds for the actor. If none does, May() at the mission and
// labels say all that MayOn() would.
bool HoldsGrantAt(const Actor& actor, absl::string_view mission, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ACCESS_ACCESS_H_
