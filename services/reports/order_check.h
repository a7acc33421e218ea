#ifndef ARASHA_SERVICES_REPORTS_ORDER_CHECK_H_
#define ARASHA_SERVICES_REPORTS_ORDER_CHECK_H_

#include <string>

#include "absl/status/statusor.h"
#include "arasha/v1/reports.pb.h"
#include "services/calls/call.h"
#include "services/rules/violations.h"
#include "storage/reports/report_orders.h"

namespace arasha::reports {

// What is wrong with an order's shape: fields that are missing, malformed, or not of its kind.
void CheckOrder(const v1::ReportOrder& order, rules::Violations& violations);

// Who may read what an order makes, and in which time zone its days are. NOT_FOUND if its mission does not
// exist or the caller may not report on it; PERMISSION_DENIED if the caller may not have this kind made, or
// not without naming a mission; INVALID_ARGUMENT if it names a person who was never registered. The order's
// shape must have been checked. Sets call.about.
absl::StatusOr<storage::OrderFacts> Authorise(server::Call& call, const v1::ReportOrder& order);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_ORDER_CHECK_H_
