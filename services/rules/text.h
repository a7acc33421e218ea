#ifndef ARASHA_SERVICES_RULES_TEXT_H_
#define ARASHA_SERVICES_RULES_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

// Forms of short texts that several rules ask for.
namespace arasha::rules {

// Unicode code points in UTF-8 text.
size_t CountCharacters(absl::string_view text);

// Whether a letter, a digit or another numeral, of any script, is in UTF-8 text.
bool HoldsLetterOrDigit(absl::string_view text);

enum class TextForm {
  kLine,   // white space of any kind is one blank
  kLines,  // line ends and tabs stay; a line end is LF alone, whatever system wrote it
};

// What decoders leave for what they could not read. It also stands for the text of a damaged row: kept, it
// would bury what may still be restored.
inline constexpr char32_t kReplacementCharacter = 0xfffd;

// A text as it is kept. What nobody sees is taken out, since nobody meant it and it makes two names of one:
// direction marks, overrides and isolates, zero-width and tag characters, byte order marks, soft hyphens,
// Hangul fillers, selectors of variants. What scripts need stays: joiners and non-joiners between letters of
// those that join, selectors after Chinese and Mongolian letters. The rest is composed (NFC) and trimmed by
// Unicode's white space; where nothing is left that could be seen by itself, as of a combining mark alone,
// the text is empty.
//
// What can only come from a wrong encoding or be meant to steer a terminal, is not guessed at but refused:
// control characters, private use, noncharacters, and kReplacementCharacter.
struct CleanedText {
  std::string text;
  std::optional<char32_t> refused;  // the first character that is; `text` is then empty
};
CleanedText CleanText(absl::string_view text, TextForm form);

// A country's code of ISO 3166-1 alpha-2, as ICU knows them: `KZ`.
bool IsCountryCode(absl::string_view text);

// Years that a case can speak of. A deadline reckoned from any of them still fits a protobuf Timestamp.
inline constexpr int kFirstYear = 1800;
inline constexpr int kLastYear = 2999;

// `YYYY-MM-DD`, a day that exists, in these years.
std::optional<absl::CivilDay> ParseDate(absl::string_view text);

// Longest id and part of a name. Ids are made by hand, and short; but what is repeated must be bounded, or
// nobody could list it.
inline constexpr size_t kMaxId = 100;

// `staff/a.omarova`, `partners/iom/registry`: names that certificates may bear, whether anybody is registered
// under them or not.
bool IsStaffName(absl::string_view text);
bool IsPartnerName(absl::string_view text);

// A lower-case id: letters, digits and underscores, beginning with a letter.
bool IsId(absl::string_view text);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_TEXT_H_
