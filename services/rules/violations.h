#ifndef ARASHA_SERVICES_RULES_VIOLATIONS_H_
#define ARASHA_SERVICES_RULES_VIOLATIONS_H_

#include <string>
#include <vector>

namespace arasha::rules {

// One bad field of a request: which (a path in the request, `case.details.charge`) and what is wrong,
// with what was expected. Never repeats the value: it may be personal data.
struct FieldViolation {
  std::string field;
  std::string description;
};

using Violations = std::vector<FieldViolation>;

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_VIOLATIONS_H_
