#ifndef ARASHA_CLIENTS_WIDTH_H_
#define ARASHA_CLIENTS_WIDTH_H_

#include <string>
#include "absl/strings/string_view.h"

namespace arasha::clients {

// Text as a terminal shows it. All take UTF-8 and know widths by the C library's wcwidth in its
// C.UTF-8 locale, whatever locale the user has set, LANG=C included.

// Columns that the text takes: 2 for a wide character, 0 for a combining one.
int DisplayWidth(absl::string_view text);

// The text if it fits, else its beginning and `…`, together at most so wide. Never parts a character
// from its combining marks.
std::string Truncated(absl::string_view text, int width);

// The text with every control character (line breaks and ESC among them), direction override and
// malformed byte replaced by U+FFFD, so that nothing that came from outside steers the terminal or
// feigns another line; line breaks and tabs become blanks.
std::string OneLine(absl::string_view text);

// The same, line by line: line breaks stay.
std::string Lines(absl::string_view text);

// Whether all of it is well-formed UTF-8.
bool IsUtf8(absl::string_view text);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_WIDTH_H_
