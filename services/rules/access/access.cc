#include "services/rules/access/access.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <unordered_set>
#include <utility>

#include "absl/strings/str_cat.h"

namespace arasha::rules {
namespace {

constexpr unsigned Bit(Action action) { return 1U << static_cast<unsigned>(action); }
constexpr unsigned kRead = Bit(Action::kReadCase) | Bit(Action::kListCases) | Bit(Action::kListEntries);
constexpr unsigned kWork = kRead | Bit(Action::kOpenCase) | Bit(Action::kUpdateCase) |
                           Bit(Action::kTransitionCase) | Bit(Action::kAssignCase) | Bit(Action::kAddEntry) |
                           Bit(Action::kChangeParties);
constexpr unsigned kWrite = kWork & ~kRead;

struct Permission {
  absl::string_view role;
  unsigned actions;
  bool sensitive;    // sees sensitive cases without a grant on them
  bool case_grants;  // may hold grants on cases
};

// The whole policy. What a head may do to a case beyond an officer is in the catalogue: transitions name
// roles.
constexpr unsigned kManageAccess = Bit(Action::kGrantAccess) | Bit(Action::kBreakGlass);
constexpr unsigned kReport = Bit(Action::kReadReports) | Bit(Action::kReadAccessReports);
constexpr std::array<Permission, 6> kPermissions = {{
    {"officer", kWork | Bit(Action::kBreakGlass), false, true},
    {"head",
     kWork | Bit(Action::kLowerSensitivity) | Bit(Action::kCorrectEntries) | Bit(Action::kWaiveDeadline) |
         Bit(Action::kMigrateCase) | Bit(Action::kHoldCase) | Bit(Action::kDrawErasure) |
         Bit(Action::kApproveErasure) | kManageAccess | Bit(Action::kReadReports) |
         Bit(Action::kReadMissionLog),
     true, true},
    {"supervisor", kRead | Bit(Action::kAssignCase) | Bit(Action::kApproveErasure) | kManageAccess | kReport,
     true, true},
    {"auditor", Bit(Action::kReadLog) | kReport, false, false},  // reads the log and reports, not cases
    {"admin", Bit(Action::kManageStaff), false, false},          // registers people, sees no case
    {"partner", 0, false, true},                                 // sees what is granted to it
}};

constexpr std::pair<absl::string_view, Action> kActions[] = {
    {"open_case", Action::kOpenCase},
    {"read_case", Action::kReadCase},
    {"list_cases", Action::kListCases},
    {"update_case", Action::kUpdateCase},
    {"transition_case", Action::kTransitionCase},
    {"assign_case", Action::kAssignCase},
    {"add_entry", Action::kAddEntry},
    {"list_entries", Action::kListEntries},
    {"change_parties", Action::kChangeParties},
    {"read_log", Action::kReadLog},
    {"read_mission_log", Action::kReadMissionLog},
    {"lower_sensitivity", Action::kLowerSensitivity},
    {"grant_access", Action::kGrantAccess},
    {"break_glass", Action::kBreakGlass},
    {"manage_staff", Action::kManageStaff},
    {"read_reports", Action::kReadReports},
    {"read_access_reports", Action::kReadAccessReports},
    {"correct_entries", Action::kCorrectEntries},
    {"waive_deadline", Action::kWaiveDeadline},
    {"migrate_case", Action::kMigrateCase},
    {"hold_case", Action::kHoldCase},
    {"draw_erasure", Action::kDrawErasure},
    {"approve_erasure", Action::kApproveErasure},
};

const Permission* FindPermission(absl::string_view role) {
  const auto found = std::find_if(kPermissions.begin(), kPermissions.end(),
                                  [&](const Permission& permission) { return permission.role == role; });
  return found == kPermissions.end() ? nullptr : found;
}

bool Allows(absl::string_view role, Action action) {
  const Permission* permission = FindPermission(role);
  return permission != nullptr && (permission->actions & Bit(action)) != 0;
}

bool HoldsAt(const Grant& grant, absl::string_view mission, absl::Time now) {
  return (grant.mission == "-" || grant.mission == mission) && now < grant.expires;
}

// Whether some role, wherever it is held, satisfies the predicate.
template <typename Predicate>
bool AnyRole(const Actor& actor, absl::Time now, Predicate predicate) {
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const Grant& grant) {
    const Permission* permission = FindPermission(grant.role);
    return permission != nullptr && now < grant.expires && predicate(*permission);
  });
}

bool AddsEntriesSomewhere(const Actor& actor, absl::Time now) {
  return AnyRole(actor, now, [](const Permission& permission) {
    return (permission.actions & Bit(Action::kAddEntry)) != 0;
  });
}

// What every grant on a case allows.
bool GrantAllows(const Actor& actor, Action action, absl::Time now) {
  return (Bit(action) & kRead) != 0 || (action == Action::kAddEntry && AddsEntriesSomewhere(actor, now));
}

void AddOnce(std::vector<std::string>& to, std::string label) {
  if (std::find(to.begin(), to.end(), label) == to.end()) to.push_back(std::move(label));
}

}  // namespace

std::optional<Action> ActionOf(absl::string_view name) {
  const auto* found = std::find_if(std::begin(kActions), std::end(kActions),
                                   [&](const auto& action) { return action.first == name; });
  if (found == std::end(kActions)) return std::nullopt;
  return found->second;
}

bool IsRole(absl::string_view role) { return FindPermission(role) != nullptr; }

bool May(const Actor& actor, Action action, absl::string_view mission, absl::Time now) {
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const Grant& grant) {
    return HoldsAt(grant, mission, now) && Allows(grant.role, action);
  });
}

std::vector<std::string> RolesAt(const Actor& actor, absl::string_view mission, absl::Time now) {
  std::vector<std::string> roles;
  for (const Grant& grant : actor.grants) {
    if (HoldsAt(grant, mission, now)) roles.push_back(grant.role);
  }
  return roles;
}

std::vector<std::string> RolesThatMay(Action action) {
  std::vector<std::string> roles;
  for (const Permission& permission : kPermissions) {
    if ((permission.actions & Bit(action)) != 0) roles.emplace_back(permission.role);
  }
  return roles;
}

bool AreColleagues(const Actor& one, const Actor& other, absl::Time now) {
  return std::any_of(one.grants.begin(), one.grants.end(), [&](const Grant& grant) {
    if (now >= grant.expires) return false;
    return std::any_of(other.grants.begin(), other.grants.end(), [&](const Grant& held) {
      return HoldsAt(held, grant.mission, now) || (grant.mission == "-" && now < held.expires);
    });
  });
}

std::vector<std::string> MissionsWhere(const Actor& actor, Action action, absl::Time now) {
  std::vector<std::string> missions;
  for (const Grant& grant : actor.grants) {
    if (now >= grant.expires || !Allows(grant.role, action)) continue;
    if (grant.mission == "-") return {"-"};
    AddOnce(missions, grant.mission);
  }
  return missions;
}

std::vector<std::string> LabelsOf(const CaseFacts& facts) {
  std::vector<std::string> labels;
  const auto mission_and_all = [&](const std::string& suffix) {
    labels.push_back(facts.mission + suffix);
    labels.push_back("*" + suffix);
  };
  switch (facts.sensitivity) {
    case v1::SENSITIVITY_ORDINARY:
      mission_and_all("");
      break;
    case v1::SENSITIVITY_COMPARTMENTED:
      mission_and_all("#" + facts.compartment);
      break;
    default:
      mission_and_all("!");
  }
  if (facts.sensitivity != v1::SENSITIVITY_ORDINARY) {
    AddOnce(labels, facts.created_by);
    if (!facts.assignee.empty()) AddOnce(labels, facts.assignee);
  }
  labels.push_back("case:" + facts.uid);
  return labels;
}

Labels LabelsOf(const Actor& actor, absl::Time now, absl::string_view mission_asked) {
  Labels found;
  std::unordered_set<std::string> known;
  const auto add = [&](std::string label) {
    if (known.insert(label).second) found.labels.push_back(std::move(label));
  };
  const auto matters = [&](absl::string_view mission) {
    return mission_asked.empty() || mission == mission_asked || mission == "-";
  };
  add(actor.name);
  for (const Grant& grant : actor.grants) {
    if (!matters(grant.mission)) continue;
    const Permission* permission = FindPermission(grant.role);
    if (permission == nullptr || now >= grant.expires) continue;
    found.valid_until = std::min(found.valid_until, grant.expires);
    const std::string mission = grant.mission == "-" ? "*" : grant.mission;
    if ((permission->actions & kRead) != 0) {
      add(mission);
      for (const std::string& compartment : actor.clearances) {
        add(absl::StrCat(mission, "#", compartment));
      }
    }
    if (permission->sensitive) add(mission + "!");
    if ((permission->actions & kWrite) != 0) add("w:" + mission);
    if ((permission->actions & Bit(Action::kReadLog)) != 0) add("log");
    if ((permission->actions & Bit(Action::kReadMissionLog)) != 0) add("l:" + mission);
    if ((permission->actions & Bit(Action::kManageStaff)) != 0) add("admin");
    if ((permission->actions & Bit(Action::kReadReports)) != 0) add("r:" + mission);
    if ((permission->actions & Bit(Action::kReadAccessReports)) != 0) add("a:" + mission);
  }
  const bool adds_entries = AddsEntriesSomewhere(actor, now);
  for (const CaseGrant* grant : GrantsHeld(actor, now)) {
    if (!matters(grant->mission)) continue;
    found.valid_until = std::min(found.valid_until, grant->expires);
    add("case:" + grant->case_uid);
    if (adds_entries) add("w:case:" + grant->case_uid);
  }
  return found;
}

bool Sees(const std::vector<std::string>& actor_labels, const std::vector<std::string>& case_labels) {
  return std::find_first_of(actor_labels.begin(), actor_labels.end(), case_labels.begin(),
                            case_labels.end()) != actor_labels.end();
}

bool MayHoldGrants(const Actor& actor, absl::Time now) {
  return AnyRole(actor, now, [](const Permission& permission) { return permission.case_grants; });
}

std::vector<const CaseGrant*> GrantsHeld(const Actor& actor, absl::Time now) {
  std::vector<const CaseGrant*> held;
  if (!MayHoldGrants(actor, now)) return held;
  for (const CaseGrant& grant : actor.case_grants) {
    if (now < grant.expires) held.push_back(&grant);
  }
  return held;
}

bool HoldsGrantAt(const Actor& actor, absl::string_view mission, absl::Time now) {
  const std::vector<const CaseGrant*> held = GrantsHeld(actor, now);
  return std::any_of(held.begin(), held.end(),
                     [&](const CaseGrant* grant) { return grant->mission == mission; });
}

bool MayOn(const Actor& actor, Action action, const CaseFacts& facts, absl::Time now) {
  const bool by_role = May(actor, action, facts.mission, now);
  Actor without_grants = actor;
  without_grants.case_grants.clear();
  if (by_role && Sees(LabelsOf(without_grants, now, facts.mission).labels, LabelsOf(facts))) return true;
  const std::vector<const CaseGrant*> held = GrantsHeld(actor, now);
  return std::any_of(held.begin(), held.end(), [&](const CaseGrant* grant) {
    return grant->case_uid == facts.uid &&
           (GrantAllows(actor, action, now) || (by_role && !grant->break_glass));
  });
}

}  // namespace arasha::rules
