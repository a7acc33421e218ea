#ifndef ARASHA_SERVICES_RULES_TEXTS_TEXTS_H_
#define ARASHA_SERVICES_RULES_TEXTS_TEXTS_H_

#include <map>
#include <string>

#include "absl/strings/string_view.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/texts/language.h"
#include "services/rules/texts/pattern.h"

namespace arasha {

// What the command line and reports say to people, in one language: one word for one thing, wherever it is
// said. The texts stand in en.json, ru.json and kk.json beside this, which have the same keys. Labels of the
// API's enums have the names of their values as keys.
class Texts {
 public:
  using Parameters = TextPattern::Parameters;

  explicit Texts(Language language);

  Language language() const { return language_; }

  // The text of this key with its parameters (TextPattern). An `{error}` that the system or a reader gives in
  // English is put into the words of its `cause.…`, if it has one. A key that is missing answers itself, and
  // a pattern that is malformed stands as it is, so that a fault in a table never hides an error from the
  // user.
  std::string Text(absl::string_view key, const Parameters& parameters = {}) const;
  bool Has(absl::string_view key) const { return texts_.contains(key); }

  // The text in this language; where the catalogue has none, in any, and if in none, `otherwise`.
  std::string Text(const v1::LocalisedText& text, absl::string_view otherwise) const;

  // All of them, as they are written.
  const std::map<std::string, std::string, std::less<>>& all() const { return texts_; }

 private:
  Language language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

// The files as they are, one JSON object of strings each; compiled in by embed.cmake.
extern const absl::string_view kEnTexts;
extern const absl::string_view kRuTexts;
extern const absl::string_view kKkTexts;

}  // namespace arasha

#endif  // ARASHA_SERVICES_RULES_TEXTS_TEXTS_H_
