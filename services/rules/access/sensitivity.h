#ifndef ARASHA_SERVICES_RULES_ACCESS_SENSITIVITY_H_
#define ARASHA_SERVICES_RULES_ACCESS_SENSITIVITY_H_

#include "absl/strings/string_view.h"
#include "arasha/v1/case.pb.h"
#include "services/rules/violations.h"

// Who may see a case at all, as a property of the case.
namespace arasha::rules {

// Sensitivity and compartment as they will stand: a compartment exactly where the case is COMPARTMENTED.
Violations CheckSensitivity(const v1::Case& message, absl::string_view prefix);

// Whether the change could open the case to somebody to whom it was closed by its sensitivity: to a lower
// one, or to another compartment.
bool Lowers(v1::Sensitivity from, absl::string_view from_compartment, v1::Sensitivity to,
            absl::string_view to_compartment);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ACCESS_SENSITIVITY_H_
