#include "clients/text/width.h"

#include <locale.h>
#include <wchar.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "services/rules/log/utf8.h"

namespace arasha::clients {
namespace {

constexpr char32_t kReplacement = 0xFFFD;
constexpr char32_t kNoBreak = 0xA0;

struct Character {
  char32_t character;
  size_t bytes;
  bool valid;
};

// The character at the beginning of a text that is not empty.
Character Decode(absl::string_view text) {
  const size_t length = rules::log::CharacterLength(text);
  if (length == 0) return {kReplacement, 1, false};
  const unsigned char first = static_cast<unsigned char>(text[0]);
  char32_t character = length == 1 ? first : first & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) {
    character = character << 6U | (static_cast<unsigned char>(text[i]) & 0x3FU);
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

// C0 and C1, the marks, embeddings, overrides and isolates of direction, and Unicode's own line ends.
bool SteersTerminal(char32_t c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || c == 0x200E || c == 0x200F ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x206F);
}

std::string Cleaned(absl::string_view text, absl::string_view kept) {
  std::string clean;
  while (!text.empty()) {
    const Character next = Decode(text);
    if (next.character < 0x80 && kept.find(static_cast<char>(next.character)) != absl::string_view::npos) {
      clean += static_cast<char>(next.character);
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

bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)) || (c & 0x80) != 0; }

// Whether people type the word as it stands, as `custody_by_agreement`, `--from-file` and addresses.
bool IsTyped(absl::string_view word) {
  return absl::StrContains(word, '_') || absl::StrContains(word, "--") || absl::StrContains(word, '@') ||
         absl::StrContains(word, '`');
}

// What a line so wide may end behind: words, and those of names and ids that hyphens and underscores join.
// Dates and numbers stay whole, and so does what is typed, if there is room.
struct Part {
  absl::string_view text;
  bool begins_word;
};

std::vector<Part> PartsOf(absl::string_view text, int width) {
  std::vector<Part> parts;
  for (const absl::string_view word : absl::StrSplit(text, ' ', absl::SkipEmpty())) {
    size_t begin = 0;
    const bool whole = IsTyped(word) && DisplayWidth(word) <= width;
    for (size_t i = 1; !whole && i + 1 < word.size(); ++i) {
      if ((word[i] == '-' || word[i] == '_') && IsLetter(word[i - 1]) && IsLetter(word[i + 1])) {
        parts.push_back({word.substr(begin, i + 1 - begin), begin == 0});
        begin = i + 1;
      }
    }
    parts.push_back({word.substr(begin), begin == 0});
  }
  return parts;
}

}  // namespace

int DisplayWidth(absl::string_view text) {
  int width = 0;
  while (!text.empty()) {
    const Character next = Decode(text);
    width += WidthOf(next.character);
    text.remove_prefix(next.bytes);
  }
  return width;
}

std::vector<std::string> Wrapped(absl::string_view text, int width) {
  if (DisplayWidth(text) <= width) return {absl::StrReplaceAll(text, {{"\u00A0", " "}})};
  std::vector<std::string> lines = {""};
  int used = 0;
  const auto add = [&](absl::string_view word) {
    while (!word.empty()) {
      const Character next = Decode(word);
      const int wide = WidthOf(next.character);
      if (used + wide > width && used > 0) {
        lines.emplace_back();
        used = 0;
      }
      absl::StrAppend(&lines.back(), next.character == kNoBreak ? " " : word.substr(0, next.bytes));
      used += wide;
      word.remove_prefix(next.bytes);
    }
  };
  for (const Part& part : PartsOf(text, width)) {
    const int blank = part.begins_word ? 1 : 0;
    if (used > 0 && used + blank + DisplayWidth(part.text) <= width) {
      lines.back().append(static_cast<size_t>(blank), ' ');
      used += blank;
    } else if (used > 0) {
      lines.emplace_back();
      used = 0;
    }
    add(part.text);
  }
  return lines;
}

int WidestPart(absl::string_view text, int width) {
  int widest = 0;
  for (const Part& part : PartsOf(text, width)) widest = std::max(widest, DisplayWidth(part.text));
  return widest;
}

std::string Unbroken(absl::string_view text) { return absl::StrReplaceAll(text, {{" ", "\u00A0"}}); }

std::string WithWholeCommands(absl::string_view text) {
  std::vector<std::string> parts = absl::StrSplit(text, '`');
  for (size_t i = 1; i < parts.size(); i += 2) parts[i] = Unbroken(parts[i]);
  return absl::StrJoin(parts, "`");
}

std::string WrappedLines(absl::string_view text, std::optional<int> columns) {
  if (!columns) return std::string(text);
  constexpr size_t kFurther = 2;
  std::vector<std::string> lines;
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    if (DisplayWidth(line) <= *columns) {
      lines.emplace_back(line);
      continue;
    }
    const size_t begin = std::min(line.find_first_not_of(' '), line.size());
    const int width = std::max(*columns - static_cast<int>(begin + kFurther), 1);
    std::vector<std::string> parts = absl::StrSplit(line.substr(begin), '`');
    for (size_t i = 1; i < parts.size(); i += 2) {
      if (DisplayWidth(parts[i]) + 2 <= width) parts[i] = Unbroken(parts[i]);
    }
    size_t indent = begin;
    for (const std::string& part : Wrapped(absl::StrJoin(parts, "`"), width)) {
      lines.push_back(absl::StrCat(std::string(indent, ' '), part));
      indent = begin + kFurther;
    }
  }
  return absl::StrJoin(lines, "\n");
}

std::string OneLine(absl::string_view text) { return Cleaned(text, ""); }

std::string Lines(absl::string_view text) { return Cleaned(text, "\n"); }

std::string Harmless(absl::string_view text) { return Cleaned(text, "\n\t"); }

std::string HarmlessJson(absl::string_view json) {
  std::string harmless;
  while (!json.empty()) {
    const Character next = Decode(json);
    if (next.character >= 0x7F && SteersTerminal(next.character)) {
      absl::StrAppendFormat(&harmless, "\\u%04x", static_cast<uint32_t>(next.character));
    } else {
      absl::StrAppend(&harmless, json.substr(0, next.bytes));
    }
    json.remove_prefix(next.bytes);
  }
  return harmless;
}

}  // namespace arasha::clients
