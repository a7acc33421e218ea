#include "services/rules/access/sensitivity.h"

#include "absl/strings/str_cat.h"
#include "services/rules/text.h"

namespace arasha::rules {

Violations CheckSensitivity(const v1::Case& message, absl::string_view prefix) {
  if (!v1::Sensitivity_IsValid(message.sensitivity()) ||
      message.sensitivity() == v1::SENSITIVITY_UNSPECIFIED) {
    return {{absl::StrCat(prefix, ".sensitivity"),
             Problem::kNotOneOf,
             {{"values", "ORDINARY, SENSITIVE, COMPARTMENTED"}}}};
  }
  if (message.sensitivity() == v1::SENSITIVITY_COMPARTMENTED) {
    if (IsId(message.compartment())) return {};
    return {{absl::StrCat(prefix, ".compartment"),
             message.compartment().empty() ? Problem::kRequired : Problem::kNotAnId}};
  }
  if (message.compartment().empty()) return {};
  return {{absl::StrCat(prefix, ".compartment"), Problem::kOnlyForCompartmented}};
}

bool Lowers(v1::Sensitivity from, absl::string_view from_compartment, v1::Sensitivity to,
            absl::string_view to_compartment) {
  if (from == v1::SENSITIVITY_COMPARTMENTED && to == v1::SENSITIVITY_COMPARTMENTED)
    return from_compartment != to_compartment;
  return to < from;
}

}  // namespace arasha::rules
