#ifndef ARASHA_SERVICES_RULES_ACCESS_ACCESS_EXPLANATION_H_
#define ARASHA_SERVICES_RULES_ACCESS_ACCESS_EXPLANATION_H_

#include <string>
#include <vector>

#include "absl/time/time.h"
#include "arasha/v1/access.pb.h"
#include "services/rules/access/access.h"

// Why an actor sees a case or does not.
namespace arasha::rules {

// One thing that could open the case to the actor, and whether it does.
struct AccessStep {
  v1::AccessSource source = v1::ACCESS_SOURCE_UNSPECIFIED;
  v1::AccessVerdict verdict = v1::ACCESS_VERDICT_UNSPECIFIED;
  std::string label = {};  // the case's label that it would have to give
  Grant role = {};         // of roles
  CaseGrant grant = {};    // of grants and broken glass
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
