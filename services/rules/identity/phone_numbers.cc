#include "services/rules/identity/phone_numbers.h"

#include <phonenumbers/phonenumberutil.h>

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace arasha::rules {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;

constexpr absl::string_view kHome = "KZ";
// Digits of a whole number: E.164 allows fifteen, and one prefix or two are dialled before them.
constexpr size_t kLeastDigits = 7;
constexpr size_t kMostDigits = 20;

// The digits, after a plus sign if it begins so; empty if it holds anything else than what parts them.
std::string DigitsOf(absl::string_view written) {
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8(icu::StringPiece(written.data(), static_cast<int32_t>(written.size())));
  std::string digits;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    if (const int32_t digit = u_charDigitValue(c); digit >= 0) {
      absl::StrAppend(&digits, digit);
    } else if (c == '+' && digits.empty()) {
      digits += '+';
    } else if (!u_isUWhiteSpace(c) && !u_hasBinaryProperty(c, UCHAR_DASH) && c != '(' && c != ')' &&
               c != '.' && c != '/') {
      return "";
    }
  }
  return digits;
}

// The number if it is one that is given out where it is dialled like this.
std::optional<std::string> DialledIn(absl::string_view state, const std::string& digits) {
  const PhoneNumberUtil& numbers = *PhoneNumberUtil::GetInstance();
  i18n::phonenumbers::PhoneNumber number;
  if (numbers.Parse(digits, std::string(state), &number) != PhoneNumberUtil::NO_PARSING_ERROR ||
      !numbers.IsValidNumber(number)) {
    return std::nullopt;
  }
  std::string e164;
  numbers.Format(number, PhoneNumberUtil::E164, &e164);
  return e164;
}

// A number with its country code, `+` or `00` before it; empty if it has none. What is only dialled within
// the country, as the 0 of +90 (0) 532, is left out; the 8 that is dialled at home, written as if it were the
// country's code, is taken for what it is; a number that no plan knows stays as it is.
std::string International(const std::string& digits) {
  const bool dialled = absl::StartsWith(digits, "00");
  if (!dialled && digits[0] != '+') return "";
  const std::string number = dialled ? absl::StrCat("+", digits.substr(2)) : digits;
  if (auto known = DialledIn("ZZ", number)) return *std::move(known);
  const auto at_home = absl::StartsWith(number, "+8") ? DialledIn(kHome, number.substr(1)) : std::nullopt;
  return at_home.value_or(number);
}

bool HasItsLength(absl::string_view digits) {
  return digits.size() >= kLeastDigits && digits.size() <= kMostDigits;
}

}  // namespace

std::optional<std::string> PhoneNumber(absl::string_view written, absl::string_view host_state) {
  const std::string digits = DigitsOf(written);
  if (!HasItsLength(digits)) return std::nullopt;
  if (std::string number = International(digits); !number.empty()) return number;
  const auto there = DialledIn(host_state, digits);
  const auto at_home = DialledIn(kHome, digits);
  if (there && at_home && *there != *at_home) return std::nullopt;
  return there ? there : at_home;
}

std::vector<std::string> PossiblePhoneNumbers(absl::string_view written,
                                              const std::set<std::string>& host_states) {
  const std::string digits = DigitsOf(written);
  if (!HasItsLength(digits)) return {};
  if (std::string number = International(digits); !number.empty()) return {std::move(number)};
  std::set<std::string> states = host_states;
  states.emplace(kHome);
  std::set<std::string> found = {absl::StrCat("+", digits)};
  for (const std::string& state : states) {
    if (auto number = DialledIn(state, digits)) found.insert(*std::move(number));
  }
  return {found.begin(), found.end()};
}

}  // namespace arasha::rules
