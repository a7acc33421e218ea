#ifndef ARASHA_CLIENTS_TEXT_MESSAGES_H_
#define ARASHA_CLIENTS_TEXT_MESSAGES_H_

#include <map>
#include <string>
#include "absl/strings/string_view.h"

#include "arasha/v1/case_type.pb.h"

namespace arasha::clients {

enum class Language { kEn, kRu, kKk };

// The language that `--lang` names (`kk`, `ru`, `en`), or a POSIX locale such as `kk_KZ.UTF-8`; English
// for any other.
Language LanguageOf(absl::string_view name);

// `kk`, `ru` or `en`.
absl::string_view CodeOf(Language language);

// What is said to people, in one language.
class Messages {
 public:
  using Parameters = std::map<std::string, std::string>;

  explicit Messages(Language language);

  Language language() const { return language_; }

  // The message of this key, with each `{name}` replaced by its parameter, and each
  // `{name, plural, one{# day} other{# days}}` by the form that ICU's rules of the language choose for the
  // number. An `{error}` that the system or a reader gives in English is put into the words of its `cause.…`,
  // if it has one. A key that is missing answers itself, so that a fault in a table never hides an error from
  // the user.
  std::string Text(absl::string_view key, const Parameters& parameters = {}) const;
  bool Has(absl::string_view key) const { return texts_.contains(key); }

  // The text in this language; where the catalogue has none, in any, and if in none, `otherwise`.
  std::string Text(const v1::LocalisedText& text, absl::string_view otherwise) const;

  const std::map<std::string, std::string, std::less<>>& texts() const { return texts_; }

 private:
  Language language_;
  std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_MESSAGES_H_
