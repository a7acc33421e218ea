#include "clients/width.h"

#include <locale.h>
#include <wchar.h>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace arasha::clients {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr absl::string_view kEllipsis = "…";

struct Decoded {
  char32_t character;
  size_t bytes;
  bool valid;
};

// The character at the beginning of a text that is not empty.
Decoded Decode(absl::string_view text) {
  const auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return {first, 1, true};
  const size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  constexpr char32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};
  if (first < 0xC2 || first > 0xF4 || text.size() < length) return {kReplacement, 1, false};
  char32_t character = first & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {kReplacement, 1, false};
    character = character << 6U | (byte(i) & 0x3FU);
  }
  if (character < kSmallest[length] || character > 0x10FFFF || (character >= 0xD800 && character <= 0xDFFF)) {
    return {kReplacement, 1, false};
  }
  return {character, length, true};
}

int WidthOf(char32_t character) {
  if (character < 0x80) return character >= 0x20 && character != 0x7F ? 1 : 0;
  // Made once and kept: the locale is a constant table of the C library.
  static const locale_t utf8 = newlocale(LC_CTYPE_MASK, "C.UTF-8", nullptr);
  if (utf8 == nullptr) return character >= 0x300 && character <= 0x36F ? 0 : 1;
  const locale_t before = uselocale(utf8);
  const int width = wcwidth(static_cast<wchar_t>(character));
  uselocale(before);
  return width < 0 ? 1 : width;
}

bool SteersTerminal(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || (c >= 0x202A && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069) || c == 0x2028 || c == 0x2029;
}

std::string Cleaned(absl::string_view text, bool keep_line_breaks) {
  std::string clean;
  while (!text.empty()) {
    const Decoded next = Decode(text);
    if (next.character == '\n' && keep_line_breaks) {
      clean += '\n';
    } else if (next.character == '\n' || next.character == '\t') {
      clean += ' ';
    } else if (next.character != '\r' || !absl::StartsWith(text, "\r\n")) {
      absl::StrAppend(&clean,
                      !next.valid || SteersTerminal(next.character) ? "\uFFFD" : text.substr(0, next.bytes));
    }
    text.remove_prefix(next.bytes);
  }
  return clean;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Decoded next = Decode(text);
    width += WidthOf(next.character);
    text.remove_prefix(next.bytes);
  }
  return width;
}

std::string Truncated(absl::string_view text, int width) {
  if (DisplayWidth(text) <= width) return std::string(text);
  if (width <= 0) return "";
  int used = 0;
  size_t end = 0;
  while (end < text.size()) {
    const Decoded next = Decode(text.substr(end));
    used += WidthOf(next.character);
    // The ellipsis takes the last column; combining marks are of width 0 and stay with their letter.
    if (used > width - 1) break;
    end += next.bytes;
  }
  return absl::StrCat(text.substr(0, end), kEllipsis);
}

std::string OneLine(absl::string_view text) { return Cleaned(text, false); }

std::string Lines(absl::string_view text) { return Cleaned(text, true); }

bool IsUtf8(absl::string_view text) {
  while (!text.empty()) {
    const Decoded next = Decode(text);
    if (!next.valid) return false;
    text.remove_prefix(next.bytes);
  }
  return true;
}

}  // namespace arasha::clients
