#ifndef ARASHA_SERVICES_ACCESS_GRANTS_H_
#define ARASHA_SERVICES_ACCESS_GRANTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/access.pb.h"
#include "services/calls/call.h"
#include "storage/directory/access_grants.h"
#include "storage/log/audit.h"

// What the operations on grants share.
namespace arasha::access {

// How long broken glass holds, and within what it must be reviewed.
inline constexpr absl::Duration kBrokenGlassHolds = absl::Minutes(60);
inline constexpr absl::Duration kReviewWithin = absl::Hours(48);
// The longest that a grant can be given for: a matter that lasts longer is worth another look.
inline constexpr absl::Duration kLongestGrant = absl::Hours(24 * 366);
// The longest reason and finding, in characters.
inline constexpr size_t kMaxReason = 2000;

// `accessGrants/{uuid}` to its uid. INVALID_ARGUMENT on `name` for anything else.
absl::StatusOr<std::string> ParseGrant(absl::string_view name);

// The grant as it is shown at `now`.
v1::AccessGrant Shown(v1::AccessGrant grant, absl::Time now);

// Adds a grant and answers with it, or with the first answer if this is a repeat.
absl::StatusOr<v1::AccessGrant> AddAndAnswer(server::Call& call, const storage::WriteContext& context,
                                             const v1::AccessGrant& grant);

// Saves a grant and answers with it. ABORTED (CONTENTION) if somebody else changed it meanwhile.
absl::StatusOr<v1::AccessGrant> SaveAndAnswer(server::Call& call, const storage::WriteContext& context,
                                              const storage::AccessGrantRow& row);

// Whether a grant holds at `now`.
bool Holds(const v1::AccessGrant& grant, absl::Time now);

absl::Status GrantEnded();

}  // namespace arasha::access

#endif  // ARASHA_SERVICES_ACCESS_GRANTS_H_
