#ifndef ARASHA_SERVICES_REPORTS_KINDS_TIME_AXIS_H_
#define ARASHA_SERVICES_REPORTS_KINDS_TIME_AXIS_H_

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "services/reports/kinds/order.h"

namespace arasha::reports {

// Every day or every month of a period, so that a time series has a point where nothing happened too.
struct TimeAxis {
  std::vector<std::string> keys;    // "2026-11-24" or "2026-11", as SQL groups them
  std::vector<std::string> labels;  // as people read them
};

// Days, where there are few enough to be told apart on paper; else months.
bool ByDay(const Order& order);
TimeAxis AxisOf(const Order& order, bool by_day);
// The same up to the time of making: what has not come yet is not zero.
TimeAxis AxisSoFar(const Order& order, bool by_day);

// The values at the axis' keys. Of a map by day, months are sums.
std::vector<double> ValuesAt(const TimeAxis& axis, const std::map<std::string, int64_t>& counts);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_TIME_AXIS_H_
