#ifndef ARASHA_SERVICES_RULES_CASEWORK_TRANSITIONS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_TRANSITIONS_H_

#include <google/protobuf/struct.pb.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "services/rules/catalogue/case_type.h"

namespace arasha::rules {

// Whether an event may happen to a case, and why not.
struct TransitionRuling {
  enum class Verdict {
    kAllowed,
    kSecondPersonNeeded,  // it is allowed as a proposal, which another person decides; see approvals.h
    kUnknownEvent,        // the type has no such transition
    kWrongState,          // it may not start from this state
    kRoleMissing,    // none of the actor's roles may make it; whoever works the case may propose it, though
    kFieldsMissing,  // it wants fields of the details that are not set: missing_fields
    kTextMissing,    // it wants a reason or an outcome, and nothing else that is looked at here
  };
  Verdict verdict = Verdict::kAllowed;
  std::string to_state;  // where it leads; set when the event is known
  // Events that the state allows and the actor may make or propose; if there are none such, all that it
  // allows.
  std::vector<std::string> allowed_events;
  std::vector<std::string> missing_fields;
  bool text_missing = false;               // it wants a reason or an outcome, whatever else it wants
  std::vector<std::string> allowed_roles;  // who may make it; set when the event is known
};

// Whether it takes two persons in a case with these details.
bool TakesTwo(const v1::TransitionRule& transition, const google::protobuf::Struct& details);

// Roles that decide on it as the second person.
std::vector<std::string> DecidersOn(const v1::TransitionRule& transition);

// Whether the second person must hold such a role at all missions.
bool HeadquartersDecide(const v1::TransitionRule& transition, const google::protobuf::Struct& details);

TransitionRuling RuleTransition(const CaseType& type, absl::string_view state, absl::string_view event,
                                absl::Span<const std::string> roles, bool has_text,
                                const google::protobuf::Struct& details);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_TRANSITIONS_H_
