#ifndef ARASHA_SERVICES_RULES_ACCESS_H_
#define ARASHA_SERVICES_RULES_ACCESS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Who may do what where: a pure function of the actor's grants, the action and the mission.
namespace arasha::rules {

// A role held at a mission; mission "-" stands for all.
struct Grant {
  std::string role;
  std::string mission;
};

// A person or system that acts.
struct Actor {
  std::string name;  // "staff/a.omarova"
  std::string display_name;
  std::vector<Grant> grants;
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
};

// Whether `role` is one that grants may name.
bool IsRole(absl::string_view role);

// Deny by default: true only if a grant at the mission (or at all missions) has a role that allows it.
bool May(const Actor& actor, Action action, absl::string_view mission);

// The actor's roles at a mission, in the order of the grants.
std::vector<std::string> RolesAt(const Actor& actor, absl::string_view mission);

// Where the actor may do this; "-" alone when everywhere.
std::vector<std::string> MissionsWhere(const Actor& actor, Action action);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ACCESS_H_
