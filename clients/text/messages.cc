#include "clients/text/messages.h"

#include <unicode/plurrule.h>
#include <unicode/unistr.h>

#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "clients/text/embedded_messages.h"

namespace arasha::clients {
namespace {

// Where the brace at `open` is closed again; npos if it is not.
size_t Closing(absl::string_view text, size_t open) {
  int depth = 0;
  for (size_t i = open; i < text.size(); ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && --depth == 0) return i;
  }
  return absl::string_view::npos;
}

// `one`, `few`, `many` or `other`: how a noun stands behind this number.
std::string CategoryOf(const std::string& number, Language language) {
  int64_t count = 0;
  if (!absl::SimpleAtoi(number, &count)) return "other";
  UErrorCode error = U_ZERO_ERROR;
  const char* locale = language == Language::kKk ? "kk" : language == Language::kRu ? "ru" : "en";
  const std::unique_ptr<icu::PluralRules> rules(icu::PluralRules::forLocale(locale, error));
  if (U_FAILURE(error)) return "other";
  std::string category;
  // Beyond 32 bits the last digits decide as well as all.
  rules->select(static_cast<int32_t>(count % 1'000'000'000)).toUTF8String(category);
  return category;
}

// The text with each `{count, plural, one{# case} other{# cases}}` replaced by the form that the number
// takes: ICU's pattern, but # stands for the number as it was given. Parameters may be texts of others, so
// they are put in later.
std::string WithPlurals(std::string text, Language language, const Messages::Parameters& parameters) {
  const std::string plural = ", plural,";
  for (size_t at = text.find(plural); at != std::string::npos; at = text.find(plural, at)) {
    const size_t open = text.rfind('{', at);
    const size_t end = open == std::string::npos ? open : Closing(text, open);
    if (end == std::string::npos) return text;
    const auto number = parameters.find(text.substr(open + 1, at - open - 1));
    const std::string value = number == parameters.end() ? "" : number->second;
    const std::string forms = text.substr(at + plural.size(), end - at - plural.size());
    size_t form = forms.find(absl::StrCat(" ", CategoryOf(value, language), "{"));
    if (form == std::string::npos) form = forms.find(" other{");
    if (form == std::string::npos) return text;
    const size_t begin = forms.find('{', form);
    const std::string chosen = forms.substr(begin + 1, Closing(forms, begin) - begin - 1);
    text.replace(open, end + 1 - open, absl::StrReplaceAll(chosen, {{"#", value}}));
    at = open;
  }
  return text;
}

}  // namespace

Language LanguageOf(absl::string_view name) {
  const absl::string_view code = name.substr(0, name.find_first_of("_.@-"));
  if (code == "kk") return Language::kKk;
  if (code == "ru") return Language::kRu;
  return Language::kEn;
}

absl::string_view CodeOf(Language language) {
  return language == Language::kKk ? "kk" : language == Language::kRu ? "ru" : "en";
}

Messages::Messages(Language language) : language_(language) {
  const absl::string_view json = language == Language::kKk   ? kKkMessages
                                 : language == Language::kRu ? kRuMessages
                                                             : kEnMessages;
  texts_ = nlohmann::json::parse(json).get<decltype(texts_)>();
}

std::string Messages::Text(absl::string_view key, const Parameters& parameters) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) return std::string(key);
  std::vector<std::pair<std::string, absl::string_view>> values;
  for (const auto& [name, value] : parameters) {
    const auto cause = name == "error" ? texts_.find(absl::StrCat("cause.", value)) : texts_.end();
    values.emplace_back(absl::StrCat("{", name, "}"), cause == texts_.end() ? value : cause->second);
  }
  return absl::StrReplaceAll(WithPlurals(found->second, language_, parameters), values);
}

std::string Messages::Text(const v1::LocalisedText& text, absl::string_view otherwise) const {
  const std::string& own = language_ == Language::kKk   ? text.kk()
                           : language_ == Language::kRu ? text.ru()
                                                        : text.en();
  for (const std::string* candidate : {&own, &text.en(), &text.ru(), &text.kk()}) {
    if (!candidate->empty()) return *candidate;
  }
  return std::string(otherwise);
}

}  // namespace arasha::clients
