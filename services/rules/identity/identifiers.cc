#include "services/rules/identity/identifiers.h"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <cstddef>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"
#include "services/rules/identity/identity_numbers.h"
#include "services/rules/text.h"

namespace arasha::rules {
namespace {

using Read = std::variant<std::string, Problem>;

// What people part the groups of a number with.
bool PartsGroups(UChar32 character) {
  return u_isUWhiteSpace(character) || character == '-' || character == '.' || character == '/' ||
         character == 0xb7 || u_charType(character) == U_DASH_PUNCTUATION;
}

// In upper case, without what parts groups.
std::string Joined(absl::string_view written) {
  const icu::UnicodeString given =
      icu::UnicodeString::fromUTF8({written.data(), static_cast<int32_t>(written.size())});
  icu::UnicodeString kept;
  for (int32_t i = 0; i < given.length(); i = given.moveIndex32(i, 1)) {
    const UChar32 character = given.char32At(i);
    if (!PartsGroups(character)) kept.append(character);
  }
  kept.toUpper(icu::Locale::getRoot());
  std::string joined;
  return kept.toUTF8String(joined);
}

bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsLetterOrDigit(char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)); }

template <typename Is>
bool Only(absl::string_view text, Is is) {
  return std::all_of(text.begin(), text.end(), is);
}

// 0 to 9 of figures, 10 to 35 of letters.
int Ordinal(char c) { return IsDigit(c) ? c - '0' : c - 'A' + 10; }

// Seven digits: the first six, weighed by 7 to 2, end in the last.
Read ImoNumber(std::string number) {
  number = std::string(absl::StripPrefix(number, "IMO"));
  if (number.size() != 7 || !Only(number, IsDigit)) return Problem::kNotAnImoNumber;
  int sum = 0;
  for (size_t i = 0; i < 6; ++i) sum += (number[i] - '0') * static_cast<int>(7 - i);
  if (sum % 10 != number[6] - '0') return Problem::kIdentifierCheckDigit;
  return number;
}

// ISO 6346: letters count from 10, without the multiples of 11; each place weighs twice the one before.
Read Container(std::string number) {
  constexpr absl::string_view kCategories = "UJZ";
  const bool formed = number.size() == 11 && Only(number.substr(0, 4), absl::ascii_isupper) &&
                      absl::StrContains(kCategories, number[3]) && Only(number.substr(4), IsDigit);
  if (!formed) return Problem::kNotAContainer;
  int sum = 0;
  for (size_t i = 0; i < 10; ++i) {
    int value = Ordinal(number[i]);
    if (value >= 10) value += (value - 10 + 9) / 10;
    sum += value << i;
  }
  if (sum % 11 % 10 != number[10] - '0') return Problem::kIdentifierCheckDigit;
  return number;
}

// Cyrillic letters of number plates, and the Latin ones that look the same: whoever reads a plate types
// either.
char32_t AsLatin(char32_t letter) {
  constexpr std::u32string_view kCyrillic = U"АВЕКМНОРСТУХІ";
  constexpr std::u32string_view kLatin = U"ABEKMHOPCTYXI";
  const size_t at = kCyrillic.find(letter);
  return at == std::u32string_view::npos ? letter : kLatin[at];
}

Read NumberPlate(const std::string& written) {
  const icu::UnicodeString given = icu::UnicodeString::fromUTF8(written);
  icu::UnicodeString plate;
  for (int32_t i = 0; i < given.length(); i = given.moveIndex32(i, 1)) {
    if (!u_isalnum(given.char32At(i))) return Problem::kNotANumberPlate;
    plate.append(static_cast<UChar32>(AsLatin(static_cast<char32_t>(given.char32At(i)))));
  }
  if (plate.countChar32() < 2 || plate.countChar32() > 12) return Problem::kNotANumberPlate;
  std::string kept;
  return plate.toUTF8String(kept);
}

// ISO 3779: 17 characters without I, O and Q. In North America and China the ninth is a check digit.
Read Vin(std::string number) {
  constexpr absl::string_view kChecked = "12345L";
  constexpr int kLetters[] = {1, 2, 3, 4, 5, 6, 7, 8, 0, 1, 2, 3, 4, 5, 0, 7, 0, 9, 2, 3, 4, 5, 6, 7, 8, 9};
  constexpr int kWeights[] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
  if (number.size() != 17 || !Only(number, IsLetterOrDigit) ||
      number.find_first_of("IOQ") != std::string::npos) {
    return Problem::kNotAVin;
  }
  if (!absl::StrContains(kChecked, number[0])) return number;
  int sum = 0;
  for (size_t i = 0; i < number.size(); ++i) {
    sum += kWeights[i] * (IsDigit(number[i]) ? number[i] - '0' : kLetters[number[i] - 'A']);
  }
  if ((sum % 11 == 10 ? 'X' : static_cast<char>('0' + sum % 11)) != number[8])
    return Problem::kIdentifierCheckDigit;
  return number;
}

Read Passport(std::string number) {
  if (number.size() < 5 || number.size() > 20 || !Only(number, IsLetterOrDigit))
    return Problem::kNotAPassport;
  return number;
}

// ISO 13616: with its first four characters behind the rest, and 10 to 35 for letters, it leaves 1 over 97.
Read Iban(std::string number) {
  const bool formed = number.size() >= 15 && number.size() <= 34 && Only(number, IsLetterOrDigit) &&
                      IsCountryCode(number.substr(0, 2)) && Only(number.substr(2, 2), IsDigit);
  if (!formed) return Problem::kNotAnIban;
  int rest = 0;
  for (const char c : number.substr(4) + number.substr(0, 4)) {
    rest = (rest * (IsDigit(c) ? 10 : 100) + Ordinal(c)) % 97;
  }
  if (rest != 1) return Problem::kIdentifierCheckDigit;
  return number;
}

// The number itself, where it says anything.
template <typename Says>
Read IfRead(std::string number, const Says& says) {
  if (const Problem* problem = std::get_if<Problem>(&says)) return *problem;
  return number;
}

}  // namespace

Read ParseIdentifier(v1::IdentifierKind kind, absl::string_view written) {
  std::string number = Joined(written);
  switch (kind) {
    case v1::IDENTIFIER_KIND_IMO_NUMBER:
      return ImoNumber(std::move(number));
    case v1::IDENTIFIER_KIND_CONTAINER:
      return Container(std::move(number));
    case v1::IDENTIFIER_KIND_NUMBER_PLATE:
      return NumberPlate(number);
    case v1::IDENTIFIER_KIND_VIN:
      return Vin(std::move(number));
    case v1::IDENTIFIER_KIND_PASSPORT:
      return Passport(std::move(number));
    case v1::IDENTIFIER_KIND_IIN:
      return IfRead(number, ParseIin(number));
    case v1::IDENTIFIER_KIND_BIN:
      return IfRead(number, ParseBin(number));
    case v1::IDENTIFIER_KIND_IBAN:
      return Iban(std::move(number));
    default:
      return Problem::kUnknownKind;
  }
}

}  // namespace arasha::rules
