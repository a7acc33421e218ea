#include "services/reports/document/texts.h"

#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"

namespace arasha::reports {

absl::string_view CodeOf(Language language) {
  switch (language) {
    case Language::kKk:
      return "kk";
    case Language::kRu:
      return "ru";
    case Language::kEn:
      return "en";
  }
  return "";
}

std::optional<Language> LanguageOf(absl::string_view code) {
  for (const Language language : {Language::kKk, Language::kRu, Language::kEn}) {
    if (CodeOf(language) == code) return language;
  }
  return std::nullopt;
}

Texts::Texts(Language language) : language_(language) {
  const absl::string_view json = language == Language::kKk   ? kKkTexts
                                 : language == Language::kRu ? kRuTexts
                                                             : kEnTexts;
  texts_ = nlohmann::json::parse(json).get<decltype(texts_)>();
}

std::string Texts::Text(absl::string_view key, const Parameters& parameters) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) return std::string(key);
  std::vector<std::pair<std::string, absl::string_view>> values;
  for (const auto& [name, value] : parameters) values.emplace_back(absl::StrCat("{", name, "}"), value);
  return absl::StrReplaceAll(found->second, values);
}

std::string Texts::Text(const v1::LocalisedText& text, absl::string_view otherwise) const {
  const std::string& own = language_ == Language::kKk   ? text.kk()
                           : language_ == Language::kRu ? text.ru()
                                                        : text.en();
  return own.empty() ? std::string(otherwise) : own;
}

}  // namespace arasha::reports
