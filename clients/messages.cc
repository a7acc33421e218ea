#include "clients/messages.h"

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
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
  std::vector<std::pair<std::string, absl::string_view>> values;
  for (const auto& [name, value] : parameters) values.emplace_back(absl::StrCat("{", name, "}"), value);
  return absl::StrReplaceAll(found->second, values);
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
