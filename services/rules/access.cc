#include "services/rules/access.h"

#include <algorithm>
#include <array>

namespace arasha::rules {
namespace {

constexpr unsigned Bit(Action action) { return 1U << static_cast<unsigned>(action); }
constexpr unsigned kRead = Bit(Action::kReadCase) | Bit(Action::kListCases) | Bit(Action::kListEntries);
constexpr unsigned kWork = kRead | Bit(Action::kOpenCase) | Bit(Action::kUpdateCase) |
                           Bit(Action::kTransitionCase) | Bit(Action::kAssignCase) | Bit(Action::kAddEntry) |
                           Bit(Action::kChangeParties);

struct Permission {
  absl::string_view role;
  unsigned actions;
};

// The whole policy. What a head may do beyond an officer is in the catalogue: transitions name roles.
constexpr std::array<Permission, 6> kPermissions = {{
    {"officer", kWork},
    {"head", kWork},
    {"supervisor", kRead | Bit(Action::kAssignCase)},
    {"auditor", 0},  // reads the log and reports, not cases
    {"admin", 0},    // registers people, sees no case
    {"partner", 0},  // sees what is shared with it
}};

bool Allows(absl::string_view role, Action action) {
  return std::any_of(kPermissions.begin(), kPermissions.end(), [&](const Permission& permission) {
    return permission.role == role && (permission.actions & Bit(action)) != 0;
  });
}

bool HoldsAt(const Grant& grant, absl::string_view mission) {
  return grant.mission == "-" || grant.mission == mission;
}

}  // namespace

bool IsRole(absl::string_view role) {
  return std::any_of(kPermissions.begin(), kPermissions.end(),
                     [&](const Permission& permission) { return permission.role == role; });
}

bool May(const Actor& actor, Action action, absl::string_view mission) {
  return std::any_of(actor.grants.begin(), actor.grants.end(), [&](const Grant& grant) {
    return HoldsAt(grant, mission) && Allows(grant.role, action);
  });
}

std::vector<std::string> RolesAt(const Actor& actor, absl::string_view mission) {
  std::vector<std::string> roles;
  for (const Grant& grant : actor.grants) {
    if (HoldsAt(grant, mission)) roles.push_back(grant.role);
  }
  return roles;
}

std::vector<std::string> MissionsWhere(const Actor& actor, Action action) {
  std::vector<std::string> missions;
  for (const Grant& grant : actor.grants) {
    if (!Allows(grant.role, action)) continue;
    if (grant.mission == "-") return {"-"};
    if (std::find(missions.begin(), missions.end(), grant.mission) == missions.end()) {
      missions.push_back(grant.mission);
    }
  }
  return missions;
}

}  // namespace arasha::rules
