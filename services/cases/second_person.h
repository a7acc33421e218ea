#ifndef ARASHA_SERVICES_CASES_SECOND_PERSON_H_
#define ARASHA_SERVICES_CASES_SECOND_PERSON_H_

#include "absl/status/statusor.h"
#include "services/calls/call.h"
#include "services/cases/change_case.h"

namespace arasha::cases {

// FAILED_PRECONDITION (NOBODY_TO_DECIDE) if what the caller proposes would wait for nobody.
absl::Status CheckSomebodyDecides(const server::Call& call, const Loaded& loaded,
                                  const v1::Approval& approval);

// The proposal that the call is about, for the caller to decide on. ALREADY_DECIDED if it does not wait on
// the case as loaded, PROPOSAL_LAPSED if its time is over; SAME_PERSON, NOT_IMPARTIAL or PERMISSION_DENIED if
// the caller may not decide. With `may_take_back` the one who proposed it may.
absl::StatusOr<v1::Approval> FindToDecide(const server::Call& call, const Loaded& loaded, bool may_take_back);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_SECOND_PERSON_H_
