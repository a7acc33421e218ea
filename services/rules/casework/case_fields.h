#ifndef ARASHA_SERVICES_RULES_CASEWORK_CASE_FIELDS_H_
#define ARASHA_SERVICES_RULES_CASEWORK_CASE_FIELDS_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/case.pb.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// Checks the fields of a case that a caller may set, but for its details, its parties and who may see it.
// `prefix`: path of the case in the request.
Violations CheckCaseFields(const v1::Case& message, absl::Time now, absl::string_view prefix);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_CASE_FIELDS_H_
