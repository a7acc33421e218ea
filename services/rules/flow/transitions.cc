#include "services/rules/flow/transitions.h"

#include <algorithm>
#include <iterator>

#include "proto/conditions.h"

namespace arasha::rules {
namespace {

// Whoever works the case may propose what takes two persons.
bool MayMakeOrPropose(const v1::TransitionRule& transition, absl::Span<const std::string> roles,
                      const google::protobuf::Struct& details) {
  return TakesTwo(transition, details) ||
         std::find_first_of(roles.begin(), roles.end(), transition.roles().begin(),
                            transition.roles().end()) != roles.end();
}

std::vector<std::string> EventsFor(const CaseType& type, absl::string_view state,
                                   absl::Span<const std::string> roles,
                                   const google::protobuf::Struct& details) {
  std::vector<std::string> events = type.EventsFrom(state);
  std::vector<std::string> own;
  std::copy_if(events.begin(), events.end(), std::back_inserter(own), [&](const std::string& event) {
    return MayMakeOrPropose(*type.FindTransition(event), roles, details);
  });
  return own.empty() ? events : own;
}

}  // namespace

bool TakesTwo(const v1::TransitionRule& transition, const google::protobuf::Struct& details) {
  return transition.four_eyes() ||
         (!transition.four_eyes_when().empty() && Hold(transition.four_eyes_when(), details));
}

std::vector<std::string> DecidersOn(const v1::TransitionRule& transition) {
  const auto& roles = transition.approver_roles().empty() ? transition.roles() : transition.approver_roles();
  return {roles.begin(), roles.end()};
}

bool HeadquartersDecide(const v1::TransitionRule& transition, const google::protobuf::Struct& details) {
  return !transition.headquarters_when().empty() && Hold(transition.headquarters_when(), details);
}

TransitionRuling RuleTransition(const CaseType& type, absl::string_view state, absl::string_view event,
                                absl::Span<const std::string> roles, bool has_text,
                                const google::protobuf::Struct& details) {
  using Verdict = TransitionRuling::Verdict;
  TransitionRuling ruling;
  ruling.allowed_events = EventsFor(type, state, roles, details);
  const v1::TransitionRule* transition = type.FindTransition(event);
  if (transition == nullptr) {
    ruling.verdict = Verdict::kUnknownEvent;
    return ruling;
  }
  ruling.to_state = transition->to();
  ruling.text_missing = transition->text_required() && !has_text;
  ruling.allowed_roles = {transition->roles().begin(), transition->roles().end()};
  for (const auto& field : type.proto().fields()) {
    const bool wanted = std::find(field.required_for().begin(), field.required_for().end(), event) !=
                        field.required_for().end();
    if (wanted && Hold(field.required_when(), details) && details.fields().count(field.id()) == 0)
      ruling.missing_fields.push_back(field.id());
  }
  if (std::find(transition->from().begin(), transition->from().end(), state) == transition->from().end()) {
    ruling.verdict = Verdict::kWrongState;
  } else if (!MayMakeOrPropose(*transition, roles, details)) {
    ruling.verdict = Verdict::kRoleMissing;
  } else if (!ruling.missing_fields.empty()) {
    ruling.verdict = Verdict::kFieldsMissing;
  } else if (ruling.text_missing) {
    ruling.verdict = Verdict::kTextMissing;
  } else if (TakesTwo(*transition, details)) {
    ruling.verdict = Verdict::kSecondPersonNeeded;
  }
  return ruling;
}

}  // namespace arasha::rules
