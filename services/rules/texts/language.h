#ifndef ARASHA_SERVICES_RULES_TEXTS_LANGUAGE_H_
#define ARASHA_SERVICES_RULES_TEXTS_LANGUAGE_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace arasha {

enum class Language { kEn, kRu, kKk };

inline constexpr Language kLanguages[] = {Language::kEn, Language::kRu, Language::kKk};

// `en`, `ru` or `kk`.
absl::string_view CodeOf(Language language);

// The language of a code; none for any other.
std::optional<Language> LanguageOf(absl::string_view code);

// How many forms a noun has behind numbers, by the names that CLDR gives them: `one`, `other`. In the order
// in which patterns have them.
absl::Span<const absl::string_view> PluralForms(Language language);

// Which of these forms a number takes. The number is as people read it, 12345 or 12,345; what is none takes
// `other`.
std::string PluralFormOf(absl::string_view number, Language language);

}  // namespace arasha

#endif  // ARASHA_SERVICES_RULES_TEXTS_LANGUAGE_H_
