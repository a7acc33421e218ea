#ifndef ARASHA_SERVICES_REPORTS_DOCUMENT_TEXTS_H_
#define ARASHA_SERVICES_REPORTS_DOCUMENT_TEXTS_H_

#include <map>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"

namespace arasha::reports {

enum class Language { kKk, kRu, kEn };

// "kk", "ru" or "en".
absl::string_view CodeOf(Language language);
std::optional<Language> LanguageOf(absl::string_view code);

// What reports say, in one language: the file texts/<language>.json. Every language has the same keys, and a
// test keeps it so.
class Texts {
 public:
  using Parameters = std::map<std::string, std::string, std::less<>>;

  explicit Texts(Language language);

  Language language() const { return language_; }

  // The text of this key, with each `{name}` replaced by its parameter. A missing key answers itself.
  std::string Text(absl::string_view key, const Parameters& parameters = {}) const;
  bool Has(absl::string_view key) const { return texts_.contains(key); }
  // The text in this language; where the catalogue has none, `otherwise`.
  std::string Text(const v1::LocalisedText& text, absl::string_view otherwise) const;

  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  Language language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// The files of services/reports/document/texts as they are; compiled in.
extern const absl::string_view kKkTexts;
extern const absl::string_view kRuTexts;
extern const absl::string_view kEnTexts;

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_DOCUMENT_TEXTS_H_
