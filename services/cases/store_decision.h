#ifndef ARASHA_SERVICES_CASES_STORE_DECISION_H_
#define ARASHA_SERVICES_CASES_STORE_DECISION_H_

#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "services/calls/call.h"
#include "services/cases/change_case.h"
#include "storage/cases/cases.h"

namespace arasha::cases {

// What is kept of a decision as the RPC's answer, for repeats.
using Answer = std::function<std::string(const Decision&)>;

// Stores what was decided on the case as it was loaded, sealed under `key`, and makes the decision what then
// stands, with versions and times. Not kDone if the case changed meanwhile or the request was answered: the
// next load tells which.
absl::StatusOr<storage::WriteOutcome> StoreDecision(const server::Call& call, const Loaded& loaded,
                                                    const storage::DataKey& key, const ChangeRequest& request,
                                                    const Answer& answer, Decision& decision);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_STORE_DECISION_H_
