#ifndef ARASHA_SERVICES_RULES_VIOLATIONS_H_
#define ARASHA_SERVICES_RULES_VIOLATIONS_H_

#include <string>
#include <vector>

namespace arasha::rules {

// One thing wrong with a request, as `google.rpc.BadRequest.FieldViolation` carries it.
struct FieldViolation {
  // Path of the field from the request, `case.details.place_of_detention`.
  std::string field;
  // What is wrong and what was expected, in English. Never repeats what the caller sent: violations are
  // logged, and most fields are personal data.
  std::string description;
};

// Everything wrong with a request, in the order of its fields; empty when all is well.
using Violations = std::vector<FieldViolation>;

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_VIOLATIONS_H_
