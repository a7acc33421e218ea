#ifndef ARASHA_SERVICES_RULES_IDENTITY_SEARCH_TEXT_H_
#define ARASHA_SERVICES_RULES_IDENTITY_SEARCH_TEXT_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

// How names and words are made comparable before they are hashed for search (storage/cases/findables.h).
namespace arasha::rules {

// Words of a text in a form that does not depend on case, script or diacritics: Cyrillic (Kazakh, Russian)
// and Latin become plain lower-case Latin letters and digits, other scripts as far as ICU knows them. The
// spellings in use for one name come out alike: Жұмабаев, Jūmabaev, Zhumabayev; Müller, Mueller. Bytes that
// are not UTF-8 separate words, apostrophes do not. What is stored depends on it: a change here takes a new
// index.
std::vector<std::string> SearchWords(absl::string_view text);

// n-grams to store for a text: the trigrams of each word with one blank before and after it (" as", "asa",
// …, "an "), without repeats. At most kMaxNgrams of them.
std::vector<std::string> IndexNgrams(absl::string_view text);
inline constexpr int kMaxNgrams = 2000;

// n-grams that a case must all have to be found by a query: as above, without those of a word's end, so that
// a beginning of a word finds it, at whichever letter it ends. Empty if the query has no word of at least
// two letters.
std::vector<std::string> QueryNgrams(absl::string_view query);

// The n-grams of a query in each spelling that may be stored, its own first, of which a case must have all in
// one: Turkish has c for the sound that others write j, zh or dzh (Cumabayev, Жұмабаев), which no index can
// tell from the c of others.
std::vector<std::vector<std::string>> QuerySpellings(absl::string_view query);

// An identifier in the one form in which it is hashed: without blanks and hyphens, upper case. Of a telephone
// number its digits and plus sign are left; an e-mail address keeps its hyphens and becomes lower case.
// `kind` as in storage/cases/findables.h.
std::string NormaliseIdentifier(absl::string_view kind, absl::string_view value);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_IDENTITY_SEARCH_TEXT_H_
