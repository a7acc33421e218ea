#include "services/rules/identity/identity_numbers.h"

#include <array>
#include <optional>

#include "absl/strings/ascii.h"

namespace arasha::rules {
namespace {

using Digits = std::array<int, 12>;

std::optional<Digits> ParseDigits(absl::string_view text) {
  Digits digits{};
  if (text.size() != digits.size()) return std::nullopt;
  for (size_t i = 0; i < digits.size(); ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) return std::nullopt;
    digits[i] = text[i] - '0';
  }
  return digits;
}

std::optional<Problem> CheckDigit(const Digits& digits) {
  for (const int first_weight : {1, 3}) {
    int sum = 0;
    for (int i = 0; i < 11; ++i) {
      const int weight = (first_weight - 1 + i) % 11 + 1;
      sum += weight * digits[static_cast<size_t>(i)];
    }
    const int check = sum % 11;
    if (check == 10) continue;
    if (check == digits[11]) return std::nullopt;
    return Problem::kCheckDigit;
  }
  return Problem::kNeverIssued;
}

int Two(const Digits& digits, size_t at) { return digits[at] * 10 + digits[at + 1]; }

}  // namespace

std::variant<Iin, Problem> ParseIin(absl::string_view text) {
  const auto digits = ParseDigits(text);
  if (!digits) return Problem::kNotTwelveDigits;
  const int century_and_sex = (*digits)[6];
  if (century_and_sex > 6) return Problem::kIinCentury;
  // Without a century, leap days are granted: 2000 is a leap year.
  const int century = century_and_sex == 0 ? 20 : 18 + (century_and_sex - 1) / 2;
  const absl::CivilDay born(century * 100 + Two(*digits, 0), Two(*digits, 2), Two(*digits, 4));
  if (born.month() != Two(*digits, 2) || born.day() != Two(*digits, 4)) {
    return Problem::kIinBirthDate;
  }
  if (const auto problem = CheckDigit(*digits)) return *problem;
  if (century_and_sex == 0) return Iin{};
  return Iin{.birth_date = born, .sex = century_and_sex % 2 == 1 ? Sex::kMale : Sex::kFemale};
}

std::variant<Bin, Problem> ParseBin(absl::string_view text) {
  const auto digits = ParseDigits(text);
  if (!digits) return Problem::kNotTwelveDigits;
  const int month = Two(*digits, 2);
  if (month < 1 || month > 12) return Problem::kBinMonth;
  const int kind = (*digits)[4];
  if (kind < 4 || kind > 6) return Problem::kBinKind;
  const int part = (*digits)[5];
  if (part > 3) return Problem::kBinPart;
  if (const auto problem = CheckDigit(*digits)) return *problem;
  // Registration numbers began in the 1990s.
  const int year = Two(*digits, 0) >= 90 ? 1900 + Two(*digits, 0) : 2000 + Two(*digits, 0);
  return Bin{.registered = absl::CivilMonth(year, month),
             .kind = static_cast<Bin::Kind>(kind),
             .part = static_cast<Bin::Part>(part)};
}

}  // namespace arasha::rules
