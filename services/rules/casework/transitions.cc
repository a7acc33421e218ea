#include "services/rules/casework/transitions.h"

#include <algorithm>

#include "proto/conditions.h"

namespace arasha::rules {

TransitionRuling RuleTransition(const CaseType& type, absl::string_view state, absl::string_view event,
                                absl::Span<const std::string> roles, bool has_text,
                                const google::protobuf::Struct& details) {
  using Verdict = TransitionRuling::Verdict;
  TransitionRuling ruling;
  ruling.allowed_events = type.EventsFrom(state);
  const v1::TransitionRule* transition = type.FindTransition(event);
  if (transition == nullptr) {
    ruling.verdict = Verdict::kUnknownEvent;
    return ruling;
  }
  ruling.to_state = transition->to();
  ruling.allowed_roles = {transition->roles().begin(), transition->roles().end()};
  for (const auto& field : type.proto().fields()) {
    const bool wanted = std::find(field.required_for().begin(), field.required_for().end(), event) !=
                        field.required_for().end();
    if (wanted && Hold(field.required_when(), details) && details.fields().count(field.id()) == 0)
      ruling.missing_fields.push_back(field.id());
  }
  if (std::find(transition->from().begin(), transition->from().end(), state) == transition->from().end()) {
    ruling.verdict = Verdict::kWrongState;
  } else if (!transition->four_eyes() &&
             std::find_first_of(roles.begin(), roles.end(), ruling.allowed_roles.begin(),
                                ruling.allowed_roles.end()) == roles.end()) {
    ruling.verdict = Verdict::kRoleMissing;
  } else if (transition->text_required() && !has_text) {
    ruling.verdict = Verdict::kTextMissing;
  } else if (!ruling.missing_fields.empty()) {
    ruling.verdict = Verdict::kFieldsMissing;
  } else if (transition->four_eyes()) {
    ruling.verdict = Verdict::kSecondPersonNeeded;
  }
  return ruling;
}

}  // namespace arasha::rules
