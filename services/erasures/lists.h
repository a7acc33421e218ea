#ifndef ARASHA_SERVICES_ERASURES_LISTS_H_
#define ARASHA_SERVICES_ERASURES_LISTS_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/erasures.pb.h"
#include "services/calls/call.h"
#include "services/rules/access/access.h"
#include "storage/erasures/erasure_lists.h"

// What the operations on erasure lists share.
namespace arasha::erasures {

// The list as it is shown.
v1::ErasureList Shown(const server::Call& call, v1::ErasureList list);

// Whether the caller is cleared for a compartment; everybody is for none, which is the empty one.
bool IsClearedFor(const server::Call& call, const std::string& compartment);

// Whether the caller may do this to the list, whose mission the call is about from then on: NOT_FOUND for who
// may not read lists of the mission, or is not cleared for all that stands on this one, PERMISSION_DENIED for
// who may do no more than read it.
absl::Status PermitOnList(server::Call& call, const v1::ErasureList& list, rules::Action action);

// Finds the list that the call is about, asks whether the caller may do `action` to it, lets `change` change
// it and saves it. Answers with the list, or with the first answer if this is a repeat. ABORTED (CONTENTION)
// if somebody else changed it meanwhile.
absl::StatusOr<v1::ErasureList> ChangeList(server::Call& call, rules::Action action,
                                           const std::function<absl::Status(v1::ErasureList&)>& change);

// FAILED_PRECONDITION (ERASURE_LIST_NOT_OPEN) unless the list stands there.
absl::Status CheckState(const v1::ErasureList& list, v1::ErasureListState state);

}  // namespace arasha::erasures

#endif  // ARASHA_SERVICES_ERASURES_LISTS_H_
