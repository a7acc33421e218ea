#include "clients/input/value_input.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/sortkey.h>
#include <unicode/uchar.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/input/time_words.h"
#include "clients/text/nearest.h"

namespace arasha::clients {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

template <typename Is>
bool Only(absl::string_view text, Is is) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

// Without blanks of any kind, and without what else people part figures with.
std::string Joined(absl::string_view typed, absl::string_view others) {
  const icu::UnicodeString given =
      icu::UnicodeString::fromUTF8({typed.data(), static_cast<int32_t>(typed.size())});
  icu::UnicodeString kept;
  for (int32_t i = 0; i < given.length(); ++i) {
    const char16_t unit = given[i];
    const bool other = unit < 0x80 && absl::StrContains(others, static_cast<char>(unit));
    if (!other && !u_isUWhiteSpace(unit)) kept.append(unit);
  }
  std::string joined;
  return kept.toUTF8String(joined);
}

// Keys are the same for texts that differ in case, accents and dots alone: not every keyboard has them.
std::string Key(absl::string_view text) {
  static const std::unique_ptr<icu::Collator> collator = [] {
    UErrorCode error = U_ZERO_ERROR;
    std::unique_ptr<icu::Collator> made(icu::Collator::createInstance(icu::Locale::getRoot(), error));
    if (made) made->setStrength(icu::Collator::PRIMARY);
    return made;
  }();
  if (!collator) return "";
  const icu::UnicodeString wide = icu::UnicodeString::fromUTF8(Normalised(text));
  UErrorCode error = U_ZERO_ERROR;
  icu::CollationKey key;
  collator->getCollationKey(wide, key, error);
  int32_t size = 0;
  const uint8_t* bytes = key.getByteArray(size);
  return {bytes, bytes + size};
}

// The language that most people of the country speak.
std::string OwnLanguage(const char* country) {
  UErrorCode error = U_ZERO_ERROR;
  std::array<char, ULOC_FULLNAME_CAPACITY> likely{};
  std::array<char, ULOC_LANG_CAPACITY> language{};
  uloc_addLikelySubtags(absl::StrCat("und_", country).c_str(), likely.data(),
                        static_cast<int32_t>(likely.size()), &error);
  uloc_getLanguage(likely.data(), language.data(), static_cast<int32_t>(language.size()), &error);
  return U_SUCCESS(error) ? language.data() : "";
}

using Countries = std::map<std::string, std::string>;  // alpha-2 by the key of a name

constexpr std::array<const char*, 3> kLanguages = {"en", "ru", "kk"};

// What the language calls the country, at length and in short.
std::vector<std::string> NamesOf(const char* country, const std::string& language) {
  std::vector<std::string> found;
  for (const UDisplayContext length : {UDISPCTX_LENGTH_FULL, UDISPCTX_LENGTH_SHORT}) {
    UErrorCode error = U_ZERO_ERROR;
    std::array<UDisplayContext, 1> contexts = {length};
    ULocaleDisplayNames* names = uldn_openForContext(language.c_str(), contexts.data(), 1, &error);
    std::array<char16_t, 200> buffer{};
    const int32_t size =
        uldn_regionDisplayName(names, country, buffer.data(), static_cast<int32_t>(buffer.size()), &error);
    uldn_close(names);
    if (U_FAILURE(error) || size == 0) continue;
    icu::UnicodeString(buffer.data(), size).toUTF8String(found.emplace_back());
  }
  return found;
}

void AddNames(const char* country, const std::string& language, Countries& countries) {
  for (const std::string& name : NamesOf(country, language)) countries.emplace(Key(name), country);
}

// What people say, and not every ICU knows any more, or ever did.
constexpr std::array<std::pair<const char*, const char*>, 17> kOtherNames = {{{"Turkey", "TR"},
                                                                              {"Czech Republic", "CZ"},
                                                                              {"Holland", "NL"},
                                                                              {"Great Britain", "GB"},
                                                                              {"England", "GB"},
                                                                              {"Burma", "MM"},
                                                                              {"Macedonia", "MK"},
                                                                              {"South Korea", "KR"},
                                                                              {"Emirates", "AE"},
                                                                              {"Киргизия", "KG"},
                                                                              {"Белоруссия", "BY"},
                                                                              {"Молдавия", "MD"},
                                                                              {"Туркмения", "TM"},
                                                                              {"Голландия", "NL"},
                                                                              {"Англия", "GB"},
                                                                              {"Южная Корея", "KR"},
                                                                              {"Эмираты", "AE"}}};

const Countries& CountryNames() {
  static const Countries names = [] {
    Countries all;
    // First in the languages of the service: a name in another may be that of a second country.
    for (const char* language : kLanguages) {
      for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country) {
        AddNames(*country, language, all);
      }
    }
    for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country) {
      AddNames(*country, OwnLanguage(*country), all);
    }
    for (const auto& [name, country] : kOtherNames) all.emplace(Key(name), country);
    return all;
  }();
  return names;
}

// Figures with one point at most, out of a number with its thousands parted and its fraction after a comma
// or a point; empty if it may be read two ways.
std::string Figures(absl::string_view number) {
  const size_t last = number.find_last_of(".,");
  if (last == absl::string_view::npos) return std::string(number);
  const char mark = number[last];
  const char other = mark == '.' ? ',' : '.';
  const bool once = number.find(mark) == last;
  const bool parted = absl::StrContains(number, other);
  const size_t after = number.size() - last - 1;
  if (once && !parted && after == 3 && last <= 3 && number[0] != '0') return "";  // 1,234
  const absl::string_view whole = once ? number.substr(0, last) : number;
  const absl::string_view fraction = once ? number.substr(last + 1) : "";
  if (!once && parted) return "";
  // Between the marks of thousands stand three figures.
  std::string figures;
  size_t group = 0;
  for (size_t i = 0; i < whole.size(); ++i) {
    if (IsDigit(whole[i])) {
      figures += whole[i];
      ++group;
      continue;
    }
    if (group == 0 || group > 3 || (figures.size() > group && group != 3)) return "";
    group = 0;
  }
  if (figures.size() > group && figures.size() != whole.size() && group != 3) return "";
  if (once) absl::StrAppend(&figures, ".", fraction);
  return once && fraction.empty() ? "" : figures;
}

}  // namespace

std::optional<bool> YesOrNo(absl::string_view typed) {
  const std::string word = Normalised(typed);
  for (const absl::string_view yes : {"yes", "true", "да", "иә", "ия", "y"}) {
    if (word == yes) return true;
  }
  for (const absl::string_view no : {"no", "false", "нет", "жоқ", "n"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::optional<std::string> CountryCode(absl::string_view typed) {
  typed = absl::StripAsciiWhitespace(typed);
  const std::string code = absl::AsciiStrToUpper(typed);
  if (typed.empty() || typed.size() > 100) return std::nullopt;
  if (Only(code, IsLetter) && (code.size() == 2 || code.size() == 3)) {
    for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country) {
      if (code == *country || code == uloc_getISO3Country(absl::StrCat("und_", *country).c_str()))
        return *country;
    }
  }
  if (typed.find_first_of("0123456789") != absl::string_view::npos) return std::nullopt;
  const auto found = CountryNames().find(Key(typed));
  return found == CountryNames().end() ? std::nullopt : std::optional<std::string>(found->second);
}

std::vector<std::string> NearestCountries(absl::string_view typed) {
  std::set<std::string> names;
  for (const char* language : kLanguages) {
    for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country) {
      for (std::string& name : NamesOf(*country, language)) names.insert(std::move(name));
    }
  }
  return Nearest(typed, {names.begin(), names.end()});
}

std::optional<std::string> Amount(absl::string_view typed) {
  const std::string text = absl::AsciiStrToUpper(Joined(typed, "'"));
  if (text.size() < 4) return std::nullopt;
  std::string currency = text.substr(text.size() - 3);
  std::string number = text.substr(0, text.size() - 3);
  if (!Only(currency, IsLetter)) {
    currency = text.substr(0, 3);
    number = text.substr(3);
  }
  if (!Only(currency, IsLetter) || !IsDigit(number.front()) ||
      number.find_first_not_of("0123456789.,") != std::string::npos) {
    return std::nullopt;
  }
  const std::string figures = Figures(number);
  if (figures.empty()) return std::nullopt;
  return absl::StrCat(figures, " ", currency);
}

}  // namespace arasha::clients
