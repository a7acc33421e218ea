#ifndef ARASHA_SERVICES_RULES_ACCESS_ACCESS_EXPLANATION_H_
#define ARASHA_SERVICES_RULES_ACCESS_ACCESS_EXPLANATION_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "services/rules/access/access.h"

// Why an actor sees a case or does not.
namespace arasha::rules {

// One thing that could open the case to the actor, and whether it does.
struct AccessStep {
  enum class Source {
    kRole,      // a role that the actor holds or held somewhere
    kCreator,   // it opened the case; counts only if the case is not ordinary
    kAssignee,  // it works the case; likewise
    kGiven,     // a grant on the case
    kTaken,     // glass broken on the case
  };
  enum class Verdict {
    kOpens,
    kElsewhere,     // the role is held at another mission
    kExpired,       // the role or the grant is over
    kNoCases,       // the role opens no case
    kTooSensitive,  // the role does not open sensitive cases
    kNotCleared,    // the actor is not cleared for the case's compartment
    kNoRole,        // nothing to open: no role at the mission reads cases, or none lets the actor hold grants
  };
  Source source;
  Verdict verdict;
  std::string label;     // the case's label that it would have to give
  Grant role = {};       // of kRole
  CaseGrant grant = {};  // of kGiven and kTaken
};

struct AccessExplanation {
  bool sees = false;
  std::vector<Action> actions;  // all that the actor may do to the case, as MayOn() has it
  std::vector<AccessStep> steps;
};

// Everything the actor has that bears on this case. The case is seen if a step opens it.
AccessExplanation Explain(const Actor& actor, const CaseFacts& facts, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ACCESS_ACCESS_EXPLANATION_H_
