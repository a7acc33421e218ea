#ifndef ARASHA_SERVICES_RULES_TEXTS_PATTERN_H_
#define ARASHA_SERVICES_RULES_TEXTS_PATTERN_H_

#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "services/rules/texts/language.h"

namespace arasha {

// A text with parameters: `{name}`, and `{count, plural, one {# case} other {# cases}}`, where # is the
// number and each form may hold parameters again. It is ICU's syntax, but numbers stand as they were given,
// and an apostrophe is an apostrophe: whoever words a text need not know that ICU would take it for a quote.
// A brace that is no parameter's cannot be written.
class TextPattern {
 public:
  using Parameters = std::map<std::string, std::string>;

  // INVALID_ARGUMENT, with what is wrong: braces that do not match, what is neither a name nor a plural, or a
  // plural with other forms than the language has.
  static absl::StatusOr<TextPattern> Parse(absl::string_view text, Language language);

  // The text with its parameters in their places. One that is not given stays as it is written, `{name}`.
  std::string Format(const Parameters& parameters) const;

  // Names of its parameters.
  std::set<std::string> Names() const;

 private:
  struct Form;
  // A piece of text as it is, or a parameter, or a number with the forms of what is counted.
  struct Piece {
    std::string text;
    std::string parameter;
    std::vector<Form> forms;
  };
  struct Form {
    std::string name;
    std::vector<Piece> pieces;
  };
  class Reader;

  explicit TextPattern(Language language) : language_(language) {}

  void Append(const std::vector<Piece>& pieces, const Parameters& parameters, std::string& out) const;
  static void AddNames(const std::vector<Piece>& pieces, std::set<std::string>& names);

  Language language_;
  std::vector<Piece> pieces_;
};

}  // namespace arasha

#endif  // ARASHA_SERVICES_RULES_TEXTS_PATTERN_H_
