#ifndef ARASHA_SERVICES_RULES_LOG_ROLE_ACTIONS_H_
#define ARASHA_SERVICES_RULES_LOG_ROLE_ACTIONS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace arasha::rules::log {

// Roles by which somebody may do what a leaf tells: wide enough for whatever services/rules/access/access.h
// allows, so that whoever holds none of them did it under a role that nobody gave.
struct Allowance {
  // None if it takes no role.
  absl::Span<const absl::string_view> roles;
  // At any mission, rather than at the case's.
  bool anywhere = false;
};

// By the leaf's action, the RPC. tests/services/access/access_matrix.txt is held against it.
Allowance AllowanceOf(absl::string_view action);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_ROLE_ACTIONS_H_
