#ifndef ARASHA_SERVICES_CASES_FOLLOW_H_
#define ARASHA_SERVICES_CASES_FOLLOW_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "arasha/v1/case.pb.h"
#include "services/calls/call.h"
#include "services/rules/catalogue/case_type.h"

// Cases that follow from others.
namespace arasha::cases {

// Reads the case `followed` (full name), and takes over from it what `asked`, a case of this type, lacks;
// where nothing was said, it is not opened to whom the followed one is closed by its sensitivity. Parties
// that were taken over stand after those that were given. Returns the case that is followed. That it was read
// leaves its leaf. NOT_FOUND if the caller may not read it; INVALID_ARGUMENT if it is of another mission, or
// nothing of this type follows from it now; DATA_LOSS if something of it does not open.
absl::StatusOr<v1::Case> Follow(const server::Call& call, const std::string& followed,
                                const rules::CaseType& type, v1::Case& asked);

// The line on the timeline of the new case.
v1::Entry FollowsEntry(const server::Call& call, const std::string& followed);

// Tells the timeline of the case that this one, as it was opened, follows from; nothing of one that follows
// from none. It is a write of its own, for what it says is sealed and names the number that the opening
// gives: should it not come about, a repeat of the opening makes up for it. Done once, however often it is
// repeated.
absl::Status TellFollowed(const server::Call& call, const v1::Case& opened);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_FOLLOW_H_
