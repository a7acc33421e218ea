#ifndef ARASHA_SERVICES_CASES_GROUP_ROWS_ROW_DECISION_H_
#define ARASHA_SERVICES_CASES_GROUP_ROWS_ROW_DECISION_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/row.pb.h"
#include "services/calls/call.h"
#include "services/cases/change_case.h"

namespace arasha::cases {

// The row of the case that has this name. NOT_FOUND if there is none; DATA_LOSS if what it says does not
// open: to seal it anew would bury it.
absl::StatusOr<v1::Row> FindRow(const Loaded& loaded, const std::string& name);

// What comes of a row, told by an entry of this kind. Of `before` and `after` the one is empty when it comes,
// the other when it goes; `reason` is why it goes.
Decision RowDecision(const server::Call& call, const Loaded& loaded, const v1::Row& before,
                     const v1::Row& after, v1::EntryKind kind, const std::string& reason = "");

}  // namespace arasha::cases

#endif  // ARASHA_SERVICES_CASES_GROUP_ROWS_ROW_DECISION_H_
