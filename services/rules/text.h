#ifndef ARASHA_SERVICES_RULES_TEXT_H_
#define ARASHA_SERVICES_RULES_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

// Forms of short texts that several rules ask for.
namespace arasha::rules {

// Unicode code points in UTF-8 text.
size_t CountCharacters(absl::string_view text);

// Two capital letters: the form of an ISO 3166-1 alpha-2 code. Whether the state exists is not asked:
// states come and go faster than releases.
bool IsCountryCode(absl::string_view text);

// Years that a case can speak of. A deadline reckoned from any of them still fits a protobuf Timestamp.
inline constexpr int kFirstYear = 1800;
inline constexpr int kLastYear = 2999;

// `YYYY-MM-DD`, a day that exists, in these years.
std::optional<absl::CivilDay> ParseDate(absl::string_view text);

// `staff/a.omarova`, `partners/iom/registry`: names that certificates may bear, whether anybody is registered
// under them or not.
bool IsStaffName(absl::string_view text);
bool IsPartnerName(absl::string_view text);

// A lower-case id: letters, digits and underscores, beginning with a letter.
bool IsId(absl::string_view text);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_TEXT_H_
