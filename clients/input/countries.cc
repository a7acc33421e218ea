#include "clients/input/countries.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/sortkey.h>
#include <unicode/uldnames.h>
#include <unicode/uloc.h>
#include <unicode/unistr.h>

#include <array>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "clients/input/time_words.h"
#include "clients/text/nearest.h"

namespace arasha::clients {
namespace {

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

// Alpha-2 by the key of a name; empty for a name of several countries.
using Countries = std::map<std::string, std::string>;

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

const nlohmann::json& Data() {
  static const nlohmann::json data = nlohmann::json::parse(kCountryNames);
  return data;
}

const Countries& CountryNames() {
  static const Countries names = [] {
    Countries all;
    // What people say, and not every ICU knows any more, or ever did.
    for (const auto& [country, others] : Data()["names"].items()) {
      for (const auto& name : others) all.emplace(Key(name.get<std::string>()), country);
    }
    for (const auto& name : Data()["ambiguous"]) all.emplace(Key(name.get<std::string>()), "");
    // Then in the languages of the service: a name in another may be that of a second country.
    for (const char* language : kLanguages) {
      for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country) {
        AddNames(*country, language, all);
      }
    }
    for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country) {
      AddNames(*country, OwnLanguage(*country), all);
    }
    return all;
  }();
  return names;
}

// The country of exactly this name; empty if several are called so, nullptr if none.
const std::string* Named(absl::string_view name) {
  const auto found = CountryNames().find(Key(name));
  return found == CountryNames().end() ? nullptr : &found->second;
}

// The name without its form of state: empty if it has none.
absl::string_view WithoutForm(absl::string_view normalised) {
  for (const auto& one : Data()["forms_of_state"]) {
    const std::string form = Normalised(one.get<std::string>());
    absl::string_view name = normalised;
    if (absl::ConsumePrefix(&name, form + " ")) return absl::StripPrefix(name, "the ");
    if (absl::ConsumeSuffix(&name, " " + form)) return name;
  }
  return "";
}

}  // namespace

std::optional<std::string> CountryCode(absl::string_view typed) {
  typed = absl::StripAsciiWhitespace(typed);
  const std::string code = absl::AsciiStrToUpper(typed);
  if (typed.empty() || typed.size() > 100) return std::nullopt;
  if (code.size() == 2 || code.size() == 3) {
    for (const char* const* country = uloc_getISOCountries(); *country != nullptr; ++country) {
      if (code == *country || code == uloc_getISO3Country(absl::StrCat("und_", *country).c_str()))
        return *country;
    }
  }
  if (typed.find_first_of("0123456789") != absl::string_view::npos) return std::nullopt;
  const std::string normalised = Normalised(absl::StripPrefix(typed, "the "));
  const std::string* country = Named(normalised);
  if (country == nullptr) country = Named(WithoutForm(normalised));
  if (country == nullptr || country->empty()) return std::nullopt;
  return *country;
}

std::string CountryName(const std::string& code, Language language) {
  const std::string own(CodeOf(language));
  // As the state calls itself, where ICU has an older name.
  const nlohmann::json& shown = Data()["shown"];
  if (shown.contains(own) && shown[own].contains(code)) return shown[own][code].get<std::string>();
  const std::vector<std::string> names = NamesOf(code.c_str(), own);
  return names.empty() ? code : names.front();
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

}  // namespace arasha::clients
