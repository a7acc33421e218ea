#ifndef ARASHA_SERVICES_RULES_CASEWORK_GUARDS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_GUARDS_H_

#include <google/protobuf/repeated_ptr_field.h>
#include <google/protobuf/struct.pb.h>

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/party.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/deadlines/deadlines.h"
#include "services/rules/deadlines/happenings.h"
#include "services/rules/violations.h"

// What must be so before a transition is made.
namespace arasha::rules {

// What guards look at. Refers to what it is made of.
struct GuardFacts {
  const CaseType& type;
  const google::protobuf::Struct& details;
  const google::protobuf::RepeatedPtrField<v1::Party>& parties;  // on the case
  absl::Span<const DeadlineCourse> courses;
  absl::Span<const Happening> timeline;  // of types with GuardsAskTimeline()
};

// What the event asks for and is not so, each with where it is mended (`case.parties`, `case.details.FIELD`,
// `case.timeline`, `case.deadlines.RULE`), the command that does so, and the guard's label in three
// languages. Empty for an event that the type lacks.
Violations UnsatisfiedGuards(const GuardFacts& facts, absl::string_view event);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_GUARDS_H_
