#ifndef ARASHA_SERVICES_RULES_ISO_CODES_H_
#define ARASHA_SERVICES_RULES_ISO_CODES_H_

#include <string_view>

namespace arasha::rules {

// Whether `code` is an officially assigned ISO 3166-1 alpha-2 code, in capitals.
bool IsCountryCode(std::string_view code);

// Whether `code` is an ISO 4217 code of money in use, in capitals; funds, metals and test codes are not.
bool IsCurrencyCode(std::string_view code);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_ISO_CODES_H_
