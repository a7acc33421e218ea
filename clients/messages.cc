#include "clients/messages.h"

#include <nlohmann/json.hpp>
#include <string>

#include "clients/embedded_messages.h"

namespace arasha::clients {

Language LanguageOf(absl::string_view name) {
  const absl::string_view code = name.substr(0, name.find_first_of("_.@-"));
  if (code == "kk") return Language::kKk;
  if (code == "ru") return Language::kRu;
  return Language::kEn;
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
