#ifndef ARASHA_SERVICES_CASES_CORRECTIONS_CORRECTIONS_H_
#define ARASHA_SERVICES_CASES_CORRECTIONS_CORRECTIONS_H_

#include "absl/status/statusor.h"
#include "arasha/v1/approval.pb.h"
#include "services/calls/call.h"
#include "services/cases/change_case.h"
#include "storage/cases/corrections.h"
#include "storage/log/audit.h"

namespace arasha::cases {

// The entry that is to be corrected, as it stands. NOT_FOUND; NOT_CORRECTABLE, ALREADY_CORRECTED,
// DECISION_FINAL.
absl::StatusOr<storage::Correctable> FindToCorrect(const server::Call& call, const Loaded& loaded,
                                                   const v1::Correction& correction);

// The correction made: the entry that corrects, and the deadlines that come of it. `found`: by FindToCorrect.
Decision Corrected(const server::Call& call, const Loaded& loaded, const v1::Correction& correction,
                   storage::Correctable found);

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_CORRECTIONS_CORRECTIONS_H_
