#ifndef ARASHA_CLIENTS_TEXT_WIDTH_H_
#define ARASHA_CLIENTS_TEXT_WIDTH_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace arasha::clients {

// Text as a terminal shows it. All take UTF-8 and know widths by the C library's wcwidth in its
// C.UTF-8 locale, whatever locale the user has set, LANG=C included.

// Columns that the text takes: 2 for a wide character, 0 for a combining one.
int DisplayWidth(absl::string_view text);

// The text, which is one line, parted at blanks, and behind a hyphen within a word, into lines at most so
// wide; what is typed as it stands, with underscores, @ or backquotes or as an option, only if it is wider
// than a line; what is wider than that still is parted anywhere. Never at a no-break space, which becomes a
// blank. At least one line.
std::vector<std::string> Wrapped(absl::string_view text, int width);

// Each line of the text parted likewise, into lines at most so wide, which go on two columns further in than
// it began. What stands between backquotes is typed, and stays together where it fits. As it stands if it is
// for no terminal.
std::string WrappedLines(absl::string_view text, std::optional<int> columns);

// Columns of the widest part that Wrapped() keeps together in lines at most so wide.
int WidestPart(absl::string_view text, int width);

// The text with no-break spaces for blanks, so that Wrapped() keeps it together.
std::string Unbroken(absl::string_view text);

// Likewise what stands between backquotes, which is typed; the marks stay.
std::string WithWholeCommands(absl::string_view text);

// The text with every control character (line breaks and ESC among them), mark or override of direction
// and malformed byte replaced by U+FFFD, so that nothing that came from outside steers the terminal or
// feigns another line; line breaks and tabs become blanks.
std::string OneLine(absl::string_view text);

// The same, line by line: line breaks stay.
std::string Lines(absl::string_view text);

// The same for formats of programs: line breaks and tabs stay. A file of them is read at a terminal, too.
std::string Harmless(absl::string_view text);

// JSON with those of these characters that JSON need not escape (DEL, C1, direction) escaped.
std::string HarmlessJson(absl::string_view json);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_TEXT_WIDTH_H_
