#ifndef ARASHA_SERVICES_RULES_TEXT_H_
#define ARASHA_SERVICES_RULES_TEXT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"

namespace arasha::rules {

// Characters of a UTF-8 text: code points, as PostgreSQL's char_length counts them.
std::size_t CharacterCount(std::string_view text);

// Whether nothing but blanks and control characters stands in `text`.
bool IsBlank(std::string_view text);

// What is wrong with free text of at most `max_characters`, or nothing. An empty text is right here;
// whether it may be left out is the caller's question. Control characters other than tab and line ends are
// refused: PostgreSQL cannot store NUL, and the others deceive on a terminal.
std::optional<std::string> TextFault(std::string_view text, std::size_t max_characters);

// A date written `YYYY-MM-DD`, and nothing else, between 1900-01-01 and 2199-12-31.
std::optional<absl::CivilDay> ParseDate(std::string_view text);

// An instant in RFC 3339 with `T`, seconds, an optional fraction and an offset, in the same years; finer
// than a microsecond is cut off, as storage keeps none.
std::optional<absl::Time> ParseInstant(std::string_view text);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_TEXT_H_
