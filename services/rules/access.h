#ifndef ARASHA_SERVICES_RULES_ACCESS_H_
#define ARASHA_SERVICES_RULES_ACCESS_H_

#include <string>
#include <string_view>
#include <vector>

namespace arasha::rules {

// A grant's mission that stands for all of them.
inline constexpr std::string_view kAllMissions = "-";

// A role held at a mission.
struct Grant {
  // `officer`, `head`, `supervisor`, `auditor`, `admin` or `partner`; any other allows nothing.
  std::string role;
  // Code of the mission, `IST`, or kAllMissions.
  std::string mission;
};

// Who makes a call: a person or a system, as the certificate names it.
struct Actor {
  // `staff/a.omarova`.
  std::string name;
  std::string display_name;
  std::vector<Grant> grants;
};

// What a call does, as far as access is concerned.
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
  // Reference data and one's own name; open to everyone who is registered, without any grant.
  kReadCatalogue,
  kWhoAmI,
};

// Whether the actor may do this to cases of `mission` (a code). Which transitions a role may make is the
// case type's to say: see RuleTransition.
bool May(const Actor& actor, Action action, std::string_view mission);

// The actor's roles at `mission`, those granted for all missions among them; each once, sorted.
std::vector<std::string> RolesAt(const Actor& actor, std::string_view mission);

// Codes of the missions where the actor may do this, each once, sorted; kAllMissions alone where it may
// everywhere; empty where it may nowhere.
std::vector<std::string> MissionsWhere(const Actor& actor, Action action);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ACCESS_H_
