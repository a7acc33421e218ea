#ifndef ARASHA_SERVICES_REPORTS_DOCUMENT_VALUE_TEXT_H_
#define ARASHA_SERVICES_REPORTS_DOCUMENT_VALUE_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/time/time.h"
#include "services/reports/document/document.h"

// Values as people read them in a language, and as programs do.
namespace arasha::reports {

// "12 345" or "12,345".
std::string CountText(int64_t count, Language language);
// "12 345,5" or "12,345.5".
std::string DecimalText(double number, Language language);
// "61,5 %" or "61.5%", always to one place, for they stand below one another.
std::string ShareText(double of_one, Language language);
// "24.11.2026 09:30" or "2026-11-24 09:30".
std::string TimeText(absl::Time time, absl::TimeZone zone, Language language);
// "24.11.2026" or "24 November 2026".
std::string DayText(absl::CivilDay day, const Texts& texts);
// "November 2026".
std::string MonthText(absl::CivilMonth month, const Texts& texts);
// "5 h 12 min", in the two largest units.
std::string DurationText(absl::Duration duration, const Texts& texts);

// As a cell shows it.
std::string ValueText(const Value& value, const Texts& texts, absl::TimeZone zone);

// The same in every language, for CSV: numbers bare, shares 0 to 1, durations in seconds, times in RFC 3339
// with the zone's offset, "suppressed".
std::string RawText(const Value& value, absl::TimeZone zone);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DOCUMENT_VALUE_TEXT_H_
