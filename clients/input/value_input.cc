#include "clients/input/value_input.h"

#include <unicode/uchar.h>
#include <unicode/ucurr.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "clients/input/time_words.h"

namespace arasha::clients {
namespace {

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsLetter(char c) { return absl::ascii_isalpha(static_cast<unsigned char>(c)); }

template <typename Is>
bool Only(absl::string_view text, Is is) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is);
}

// Without blanks of any kind, and without what else people part figures with.
std::string Joined(absl::string_view typed, absl::string_view others) {
  const icu::UnicodeString given =
      icu::UnicodeString::fromUTF8({typed.data(), static_cast<int32_t>(typed.size())});
  icu::UnicodeString kept;
  for (int32_t i = 0; i < given.length(); ++i) {
    const char16_t unit = given[i];
    const bool other = unit < 0x80 && absl::StrContains(others, static_cast<char>(unit));
    if (!other && !u_isUWhiteSpace(unit)) kept.append(unit);
  }
  std::string joined;
  return kept.toUTF8String(joined);
}

// Figures with one point at most, out of a number with its thousands parted and its fraction after a comma
// or a point; empty if it may be read two ways.
std::string Figures(absl::string_view number) {
  const size_t last = number.find_last_of(".,");
  if (last == absl::string_view::npos) return std::string(number);
  const char mark = number[last];
  const char other = mark == '.' ? ',' : '.';
  const bool once = number.find(mark) == last;
  const bool parted = absl::StrContains(number, other);
  const size_t after = number.size() - last - 1;
  if (once && !parted && after == 3 && last <= 3 && number[0] != '0') return "";  // 1,234
  const absl::string_view whole = once ? number.substr(0, last) : number;
  const absl::string_view fraction = once ? number.substr(last + 1) : "";
  if (!once && parted) return "";
  // Between the marks of thousands stand three figures.
  std::string figures;
  size_t group = 0;
  for (size_t i = 0; i < whole.size(); ++i) {
    if (IsDigit(whole[i])) {
      figures += whole[i];
      ++group;
      continue;
    }
    if (group == 0 || group > 3 || (figures.size() > group && group != 3)) return "";
    group = 0;
  }
  if (figures.size() > group && figures.size() != whole.size() && group != 3) return "";
  if (once) absl::StrAppend(&figures, ".", fraction);
  return once && fraction.empty() ? "" : figures;
}

// With as many figures of the fraction as the currency has, so that amounts in one currency look alike; none
// is taken away.
std::string WithFraction(std::string figures, const std::string& currency) {
  UErrorCode error = U_ZERO_ERROR;
  icu::UnicodeString code = icu::UnicodeString::fromUTF8(currency);
  const int32_t wanted = ucurr_getDefaultFractionDigits(code.getTerminatedBuffer(), &error);
  const size_t point = figures.find('.');
  const auto given = point == std::string::npos ? 0 : static_cast<int32_t>(figures.size() - point - 1);
  if (U_FAILURE(error) || given >= wanted) return figures;
  if (point == std::string::npos) figures += '.';
  figures.append(static_cast<size_t>(wanted - given), '0');
  return figures;
}

}  // namespace

std::optional<bool> YesOrNo(absl::string_view typed) {
  const std::string word = Normalised(typed);
  for (const absl::string_view yes : {"yes", "true", "да", "иә", "ия", "y"}) {
    if (word == yes) return true;
  }
  for (const absl::string_view no : {"no", "false", "нет", "жоқ", "n"}) {
    if (word == no) return false;
  }
  return std::nullopt;
}

std::optional<std::string> Amount(absl::string_view typed) {
  const std::string text = absl::AsciiStrToUpper(Joined(typed, "'"));
  if (text.size() < 4) return std::nullopt;
  std::string currency = text.substr(text.size() - 3);
  std::string number = text.substr(0, text.size() - 3);
  if (!Only(currency, IsLetter)) {
    currency = text.substr(0, 3);
    number = text.substr(3);
  }
  if (!Only(currency, IsLetter) || !IsDigit(number.front()) ||
      number.find_first_not_of("0123456789.,") != std::string::npos) {
    return std::nullopt;
  }
  const std::string figures = Figures(number);
  if (figures.empty()) return std::nullopt;
  return absl::StrCat(WithFraction(figures, currency), " ", currency);
}

}  // namespace arasha::clients
