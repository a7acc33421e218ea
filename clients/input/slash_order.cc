#include "clients/input/slash_order.h"

#include <unicode/datefmt.h>
#include <unicode/locid.h>
#include <unicode/smpdtfmt.h>

#include <memory>
#include <string>

namespace arasha::clients {

SlashOrder SlashOrderOf(absl::string_view locale) {
  const std::string name(locale.substr(0, locale.find_first_of(".@")));
  // What is no language has the patterns of the root, or of the machine's own locale.
  const icu::Locale asked(name.c_str());
  bool known = false;
  int32_t count = 0;
  const icu::Locale* all = icu::DateFormat::getAvailableLocales(count);
  for (int32_t i = 0; i < count && !known; ++i) {
    known = std::string(asked.getLanguage()) == all[i].getLanguage() &&
            (*asked.getCountry() == '\0' || std::string(asked.getCountry()) == all[i].getCountry());
  }
  const std::unique_ptr<icu::DateFormat> format(
      icu::DateFormat::createDateInstance(icu::DateFormat::kShort, asked));
  const auto* simple = dynamic_cast<const icu::SimpleDateFormat*>(format.get());
  if (!known || simple == nullptr) return SlashOrder::kUnknown;
  icu::UnicodeString pattern;
  simple->toPattern(pattern);
  const int32_t year = pattern.indexOf(u'y'), month = pattern.indexOf(u'M'), day = pattern.indexOf(u'd');
  // Who begins with the year tells nothing of the order without it.
  if (year < 0 || month < 0 || day < 0 || (year < month && year < day)) return SlashOrder::kUnknown;
  return day < month ? SlashOrder::kDayFirst : SlashOrder::kMonthFirst;
}

}  // namespace arasha::clients
