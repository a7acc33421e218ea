#ifndef ARASHA_SERVICES_REPORTS_FRAME_H_
#define ARASHA_SERVICES_REPORTS_FRAME_H_

#include "services/reports/document/document.h"
#include "services/reports/kinds/names.h"
#include "services/reports/kinds/order.h"

namespace arasha::reports {

// Writes into the document what every kind has: name, title, period, and the facts of the cover. What anyone
// may read does not name who had it made.
void AddFrame(const Order& order, const Texts& texts, const Names& names, Document& document);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_FRAME_H_
