#ifndef ARASHA_SERVICES_RULES_ACCESS_GRANTS_H_
#define ARASHA_SERVICES_RULES_ACCESS_GRANTS_H_

#include <cstddef>

#include "absl/time/time.h"
#include "arasha/v1/access.pb.h"

// Grants on single cases, and broken glass: how long they hold, and by when somebody must look at them.
namespace arasha::rules {

// How long broken glass holds, and within what it must be reviewed.
inline constexpr absl::Duration kBrokenGlassHolds = absl::Minutes(60);
inline constexpr absl::Duration kReviewWithin = absl::Hours(48);
// The longest that a grant can be given for: a matter that lasts longer is worth another look.
inline constexpr absl::Duration kLongestGrant = absl::Hours(24 * 366);

// Whether a grant holds at `now`.
bool Holds(const v1::AccessGrant& grant, absl::Time now);

// The grant as it is shown at `now`.
v1::AccessGrant Shown(v1::AccessGrant grant, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ACCESS_GRANTS_H_
