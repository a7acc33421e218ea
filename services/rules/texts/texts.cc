#include "services/rules/texts/texts.h"

#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

namespace arasha {
namespace {

absl::string_view FileOf(Language language) {
  switch (language) {
    case Language::kEn:
      return kEnTexts;
    case Language::kRu:
      return kRuTexts;
    case Language::kKk:
      return kKkTexts;
  }
  return "{}";
}

}  // namespace

Texts::Texts(Language language)
    : language_(language), texts_(nlohmann::json::parse(FileOf(language)).get<decltype(texts_)>()) {}

std::string Texts::Text(absl::string_view key, const Parameters& parameters) const {
  const auto found = texts_.find(key);
  if (found == texts_.end()) return std::string(key);
  const std::string& text = found->second;
  if (text.find('{') == std::string::npos) return text;
  const absl::StatusOr<TextPattern> pattern = TextPattern::Parse(text, language_);
  if (!pattern.ok()) return text;
  if (const auto error = parameters.find("error"); error != parameters.end()) {
    if (const auto cause = texts_.find(absl::StrCat("cause.", error->second)); cause != texts_.end()) {
      Parameters worded = parameters;
      worded["error"] = cause->second;
      return pattern->Format(worded);
    }
  }
  return pattern->Format(parameters);
}

std::string Texts::Text(const v1::LocalisedText& text, absl::string_view otherwise) const {
  const std::string& own = language_ == Language::kKk   ? text.kk()
                           : language_ == Language::kRu ? text.ru()
                                                        : text.en();
  for (const std::string* candidate : {&own, &text.en(), &text.ru(), &text.kk()}) {
    if (!candidate->empty()) return *candidate;
  }
  return std::string(otherwise);
}

}  // namespace arasha
