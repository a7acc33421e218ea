#ifndef ARASHA_CLIENTS_INPUT_COUNTRIES_H_
#define ARASHA_CLIENTS_INPUT_COUNTRIES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "services/rules/texts/language.h"

namespace arasha::clients {

// ISO 3166-1 alpha-2 of `kz`, `KAZ`, `Казахстан`, `Türkiye`, `Республика Узбекистан`, `БАӘ`: codes of two and
// three letters, and the names that ICU has in Kazakh, Russian, English and the country's own languages,
// short ones too, with a form of state or without, and those of country_names.json. Nothing for a name of
// several countries, and for any other, of which the server then says what it wants.
std::optional<std::string> CountryCode(absl::string_view typed);

// What the language calls the country of an alpha-2 code; the code where ICU knows no name.
std::string CountryName(const std::string& code, Language language);

// The names in Kazakh, Russian and English that may have been meant by one that is of no country.
std::vector<std::string> NearestCountries(absl::string_view typed);

// country_names.json as it is, compiled in: `names` by code, those that are `ambiguous`, and the
// `forms_of_state` that stand before a name or after it.
extern const absl::string_view kCountryNames;

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_INPUT_COUNTRIES_H_
