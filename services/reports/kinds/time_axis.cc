#include "services/reports/kinds/time_axis.h"

#include <algorithm>

#include "absl/strings/str_format.h"
#include "absl/time/civil_time.h"

namespace arasha::reports {
namespace {

constexpr int64_t kMostDays = 124;

}  // namespace

bool ByDay(const Order& order) {
  return absl::ToCivilDay(order.end, order.zone) - absl::ToCivilDay(order.start, order.zone) <= kMostDays;
}

TimeAxis AxisOf(const Order& order, bool by_day) {
  const bool english = order.language == Language::kEn;
  const absl::CivilSecond last = absl::ToCivilSecond(order.end - absl::Microseconds(1), order.zone);
  TimeAxis axis;
  if (by_day) {
    for (absl::CivilDay day = absl::ToCivilDay(order.start, order.zone); day <= absl::CivilDay(last); ++day) {
      axis.keys.push_back(absl::FormatCivilTime(day));
      axis.labels.push_back(english ? absl::StrFormat("%02d-%02d", day.month(), day.day())
                                    : absl::StrFormat("%02d.%02d", day.day(), day.month()));
    }
  } else {
    for (absl::CivilMonth month = absl::CivilMonth(absl::ToCivilDay(order.start, order.zone));
         month <= absl::CivilMonth(last); ++month) {
      axis.keys.push_back(absl::FormatCivilTime(month));
      axis.labels.push_back(english ? absl::FormatCivilTime(month)
                                    : absl::StrFormat("%02d.%d", month.month(), month.year()));
    }
  }
  return axis;
}

TimeAxis AxisSoFar(const Order& order, bool by_day) {
  Order passed = order;
  passed.end = std::min(order.end, order.made_at);
  return AxisOf(passed, by_day);
}

std::vector<double> ValuesAt(const TimeAxis& axis, const std::map<std::string, int64_t>& counts) {
  std::map<std::string, double> sums;
  const size_t length = axis.keys.empty() ? 0 : axis.keys.front().size();
  for (const auto& [key, count] : counts) sums[key.substr(0, length)] += static_cast<double>(count);
  std::vector<double> values;
  for (const std::string& key : axis.keys) values.push_back(sums.contains(key) ? sums[key] : 0);
  return values;
}

}  // namespace arasha::reports
