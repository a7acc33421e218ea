#ifndef ARASHA_SERVICES_RULES_TRANSITIONS_H_
#define ARASHA_SERVICES_RULES_TRANSITIONS_H_

#include <string>
#include <string_view>
#include <vector>

#include "absl/types/span.h"
#include "google/protobuf/struct.pb.h"
#include "services/rules/case_type.h"

namespace arasha::rules {

// Whether an event may move a case, and where to.
struct TransitionRuling {
  // In the order in which they are found: the first that applies is the verdict.
  enum class Verdict {
    kAllowed,
    // The type has no transition of this id.
    kUnknownEvent,
    // There is one, but not from this state.
    kWrongState,
    // None of the caller's roles may make it.
    kRoleMissing,
    // A reason or outcome must be stated.
    kTextMissing,
    // Fields of details must be set first.
    kFieldsMissing,
  };
  Verdict verdict = Verdict::kUnknownEvent;
  // State after the event; set only when allowed.
  std::string to_state;
  bool to_final = false;
  // Events possible from the present state, whoever may make them; set whatever the verdict.
  std::vector<std::string> allowed_events;
  // Ids of fields to be set, in the catalogue's order; only with kFieldsMissing.
  std::vector<std::string> missing_fields;
};

// `state` is the case's present one, `roles` those of the caller at the case's mission, `details` the case's.
TransitionRuling RuleTransition(const CaseType& type, std::string_view state, std::string_view event,
                                absl::Span<const std::string> roles, bool has_text,
                                const google::protobuf::Struct& details);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_TRANSITIONS_H_
