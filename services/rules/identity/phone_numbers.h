#ifndef ARASHA_SERVICES_RULES_IDENTITY_PHONE_NUMBERS_H_
#define ARASHA_SERVICES_RULES_IDENTITY_PHONE_NUMBERS_H_

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// Telephone numbers as people write them, and the one form in which they are kept: E.164, `+905551234567`.
// What countries dial is libphonenumber's to know.
namespace arasha::rules {

// The number of `+7 (701) 123-45-67`, `00 90 555 123 45 67`, or one as it is dialled in the host state or at
// home in Kazakhstan: `0555 123 45 67` in Türkiye, `8 701 123 45 67`. nullopt if it is none, or if it is one
// in both. `host_state`: ISO 3166-1 alpha-2. A number with its country's code is not asked whether it is in
// use.
std::optional<std::string> PhoneNumber(absl::string_view written, absl::string_view host_state);

// Every number that a search may mean by it, with or without its country's code, in these host states.
std::vector<std::string> PossiblePhoneNumbers(absl::string_view written,
                                              const std::set<std::string>& host_states);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_IDENTITY_PHONE_NUMBERS_H_
