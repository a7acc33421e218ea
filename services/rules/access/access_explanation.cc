#include "services/rules/access/access_explanation.h"

#include <algorithm>
#include <array>

namespace arasha::rules {
namespace {

// What can be done to a case that is there.
constexpr std::array<Action, 7> kCaseActions = {
    Action::kReadCase, Action::kUpdateCase,    Action::kTransitionCase, Action::kAssignCase,
    Action::kAddEntry, Action::kChangeParties, Action::kGrantAccess,
};

// The label by which a role held at `mission` opens the case.
std::string RoleLabel(const std::string& mission, const CaseFacts& facts) {
  switch (facts.sensitivity) {
    case v1::SENSITIVITY_ORDINARY:
      return mission;
    case v1::SENSITIVITY_COMPARTMENTED:
      return mission + "#" + facts.compartment;
    default:
      return mission + "!";
  }
}

AccessStep OfRole(const Actor& actor, const Grant& role, const CaseFacts& facts, absl::Time now) {
  const std::string label = RoleLabel(role.mission == "-" ? "*" : role.mission, facts);
  AccessStep step{
      .source = v1::ACCESS_SOURCE_ROLE, .verdict = v1::ACCESS_VERDICT_OPENS, .label = label, .role = role};
  const Actor alone = {.name = {}, .display_name = {}, .grants = {role}, .clearances = actor.clearances};
  const std::vector<std::string> gives = LabelsOf(alone, now).labels;
  if (role.mission != "-" && role.mission != facts.mission) {
    step.verdict = v1::ACCESS_VERDICT_ELSEWHERE;
  } else if (now >= role.expires) {
    step.verdict = v1::ACCESS_VERDICT_EXPIRED;
  } else if (!May(alone, Action::kReadCase, facts.mission, now)) {
    step.verdict = v1::ACCESS_VERDICT_NO_CASES;
  } else if (std::find(gives.begin(), gives.end(), label) == gives.end()) {
    step.verdict = facts.sensitivity == v1::SENSITIVITY_COMPARTMENTED ? v1::ACCESS_VERDICT_NOT_CLEARED
                                                                      : v1::ACCESS_VERDICT_TOO_SENSITIVE;
  }
  return step;
}

AccessStep OfGrant(const Actor& actor, const CaseGrant& grant, absl::Time now) {
  return {.source = grant.break_glass ? v1::ACCESS_SOURCE_TAKEN : v1::ACCESS_SOURCE_GIVEN,
          .verdict = now >= grant.expires         ? v1::ACCESS_VERDICT_EXPIRED
                     : !MayHoldGrants(actor, now) ? v1::ACCESS_VERDICT_NO_ROLE
                                                  : v1::ACCESS_VERDICT_OPENS,
          .label = "case:" + grant.case_uid,
          .grant = grant};
}

}  // namespace

AccessExplanation Explain(const Actor& actor, const CaseFacts& facts, absl::Time now) {
  AccessExplanation explanation;
  for (const Grant& role : actor.grants) explanation.steps.push_back(OfRole(actor, role, facts, now));
  if (facts.sensitivity != v1::SENSITIVITY_ORDINARY) {
    const v1::AccessVerdict verdict = May(actor, Action::kReadCase, facts.mission, now)
                                          ? v1::ACCESS_VERDICT_OPENS
                                          : v1::ACCESS_VERDICT_NO_ROLE;
    if (actor.name == facts.created_by) {
      explanation.steps.push_back(
          {.source = v1::ACCESS_SOURCE_CREATOR, .verdict = verdict, .label = actor.name});
    }
    if (actor.name == facts.assignee) {
      explanation.steps.push_back(
          {.source = v1::ACCESS_SOURCE_ASSIGNEE, .verdict = verdict, .label = actor.name});
    }
  }
  for (const CaseGrant& grant : actor.case_grants) {
    if (grant.case_uid == facts.uid) explanation.steps.push_back(OfGrant(actor, grant, now));
  }
  explanation.sees =
      std::any_of(explanation.steps.begin(), explanation.steps.end(),
                  [](const AccessStep& step) { return step.verdict == v1::ACCESS_VERDICT_OPENS; });
  for (const Action action : kCaseActions) {
    if (MayOn(actor, action, facts, now)) explanation.actions.push_back(action);
  }
  return explanation;
}

}  // namespace arasha::rules
