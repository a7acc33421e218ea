#ifndef ARASHA_SERVICES_RULES_CASE_TYPE_CHECKS_H_
#define ARASHA_SERVICES_RULES_CASE_TYPE_CHECKS_H_

#include "absl/status/status.h"
#include "arasha/v1/case_type.pb.h"

namespace arasha::rules {

// What CaseType::Create demands, one function a concern, each naming the first fault it finds as
// `rights.detention v1: fields[3] (charge): label.kk is missing, expected a text`. They are run in the order
// declared; each may rely on the ones before.

// Ids are well formed and stand once; labels and choices are complete; kinds, roles and codes are known.
absl::Status CheckCaseTypeParts(const v1::CaseType& type);

// Transitions and fields name states and transitions of this type; every state is reached from the first;
// a state that is not final can be left; a final one can be left only to one that is not (reopening).
absl::Status CheckCaseTypeFlow(const v1::CaseType& type);

// Deadlines have source, start, end and a positive period, and name what can happen in this type.
absl::Status CheckCaseTypeDeadlines(const v1::CaseType& type);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASE_TYPE_CHECKS_H_
