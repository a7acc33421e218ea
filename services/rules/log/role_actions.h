#ifndef ARASHA_SERVICES_RULES_LOG_ROLE_ACTIONS_H_
#define ARASHA_SERVICES_RULES_LOG_ROLE_ACTIONS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace arasha::rules::log {

// Roles by which somebody may do what a leaf tells, by the leaf's action, the RPC: an allowance wide enough
// for whatever services/rules/access.h allows, so that whoever holds none of them did it under a role that
// nobody gave. Nothing if it takes no role. tests/services/access_matrix.txt is held against it.
absl::Span<const absl::string_view> RolesThatMay(absl::string_view action);

}  // namespace arasha::rules::log

#endif  // ARASHA_SERVICES_RULES_LOG_ROLE_ACTIONS_H_
