#include "services/reports/texts.h"

#include <nlohmann/json.hpp>

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
  const std::string& text = found->second;
  std::string result;
  size_t at = 0;
  while (at < text.size()) {
    const size_t open = text.find('{', at);
    const size_t close = open == std::string::npos ? open : text.find('}', open);
    if (close == std::string::npos) break;
    result.append(text, at, open - at);
    const auto parameter = parameters.find(text.substr(open + 1, close - open - 1));
    result += parameter == parameters.end() ? "?" : parameter->second;
    at = close + 1;
  }
  return result.append(text, at);
}

std::string Texts::Text(const v1::LocalisedText& text, absl::string_view otherwise) const {
  const std::string& own = language_ == Language::kKk   ? text.kk()
                           : language_ == Language::kRu ? text.ru()
                                                        : text.en();
  return own.empty() ? std::string(otherwise) : own;
}

}  // namespace arasha::reports
