#include "services/rules/texts/language.h"

#include <unicode/plurrule.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <memory>

#include "absl/strings/numbers.h"
#include "absl/strings/str_replace.h"

namespace arasha {
namespace {

constexpr absl::string_view kTwoForms[] = {"one", "other"};
constexpr absl::string_view kFourForms[] = {"one", "few", "many", "other"};

std::unique_ptr<const icu::PluralRules> ReadRules(Language language) {
  UErrorCode error = U_ZERO_ERROR;
  return std::unique_ptr<const icu::PluralRules>(
      icu::PluralRules::forLocale(std::string(CodeOf(language)).c_str(), error));
}

// Null if ICU has no data. Read once: the reading costs more than all that is asked of them.
const icu::PluralRules* RulesOf(Language language) {
  static const std::unique_ptr<const icu::PluralRules> kRules[] = {
      ReadRules(Language::kEn), ReadRules(Language::kRu), ReadRules(Language::kKk)};
  return kRules[static_cast<size_t>(language)].get();
}

}  // namespace

absl::string_view CodeOf(Language language) {
  switch (language) {
    case Language::kEn:
      return "en";
    case Language::kRu:
      return "ru";
    case Language::kKk:
      return "kk";
  }
  return "";
}

std::optional<Language> LanguageOf(absl::string_view code) {
  for (const Language language : kLanguages) {
    if (CodeOf(language) == code) return language;
  }
  return std::nullopt;
}

absl::Span<const absl::string_view> PluralForms(Language language) {
  if (language == Language::kRu) return kFourForms;
  return kTwoForms;
}

std::string PluralFormOf(absl::string_view number, Language language) {
  // What stands between thousands, in reports.
  const std::string digits = absl::StrReplaceAll(number, {{",", ""}, {" ", ""}, {"\u00a0", ""}});
  int64_t count = 0;
  const icu::PluralRules* rules = RulesOf(language);
  if (rules == nullptr || !absl::SimpleAtoi(digits, &count)) return "other";
  std::string form;
  // As a double, which is exact for whole numbers far beyond 32 bits.
  rules->select(static_cast<double>(count)).toUTF8String(form);
  return form;
}

}  // namespace arasha
