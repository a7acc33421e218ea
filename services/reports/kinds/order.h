#ifndef ARASHA_SERVICES_REPORTS_KINDS_ORDER_H_
#define ARASHA_SERVICES_REPORTS_KINDS_ORDER_H_

#include <string>

#include "absl/time/time.h"
#include "arasha/v1/reports.pb.h"
#include "services/rules/texts/texts.h"

namespace arasha::reports {

// How many cases a sample draws unless another number is ordered, and at most.
inline constexpr int kSampleSize = 25;
inline constexpr int kMostSampleSize = 200;

// A report as ordered, with everything looked up that the order names.
struct Order {
  std::string uid;
  v1::ReportKind kind = v1::REPORT_KIND_UNSPECIFIED;
  std::string mission;  // "IST"; empty for all
  std::string officer;  // "staff/a.omarova"
  std::string case_number;
  std::string case_uid;
  std::string person;
  Language language = Language::kEn;
  absl::Time start;
  absl::Time end;
  absl::TimeZone zone;  // the mission's, or UTC
  int sample_size = 0;  // of a sample
  std::string requested_by;
  absl::Time made_at;  // when it is made: what is later does not count
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_KINDS_ORDER_H_
