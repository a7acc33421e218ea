#include "services/rules/identity_numbers.h"

#include <array>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"

namespace arasha::rules {
namespace {

using Digits = std::array<int, 12>;

absl::StatusOr<Digits> ParseDigits(absl::string_view text) {
  Digits digits{};
  if (text.size() != digits.size()) return absl::InvalidArgumentError("must have 12 digits");
  for (size_t i = 0; i < digits.size(); ++i) {
    if (!absl::ascii_isdigit(static_cast<unsigned char>(text[i]))) {
      return absl::InvalidArgumentError("must have 12 digits and nothing else");
    }
    digits[i] = text[i] - '0';
  }
  return digits;
}

absl::Status CheckDigit(const Digits& digits) {
  for (const int first_weight : {1, 3}) {
    int sum = 0;
    for (int i = 0; i < 11; ++i) {
      const int weight = (first_weight - 1 + i) % 11 + 1;
      sum += weight * digits[static_cast<size_t>(i)];
    }
    const int check = sum % 11;
    if (check == 10) continue;
    if (check == digits[11]) return absl::OkStatus();
    return absl::InvalidArgumentError("the check digit (the 12th) does not fit: one digit may be mistyped");
  }
  return absl::InvalidArgumentError("no such number is ever issued: its check digit would be 10");
}

int Two(const Digits& digits, size_t at) { return digits[at] * 10 + digits[at + 1]; }

}  // namespace

absl::StatusOr<Iin> ParseIin(absl::string_view text) {
  const auto digits = ParseDigits(text);
  if (!digits.ok()) return digits.status();
  const int century_and_sex = (*digits)[6];
  if (century_and_sex > 6)
    return absl::InvalidArgumentError("the 7th digit (century and sex) must be 0 to 6");
  // Without a century, leap days are granted: 2000 is a leap year.
  const int century = century_and_sex == 0 ? 20 : 18 + (century_and_sex - 1) / 2;
  const absl::CivilDay born(century * 100 + Two(*digits, 0), Two(*digits, 2), Two(*digits, 4));
  if (born.month() != Two(*digits, 2) || born.day() != Two(*digits, 4)) {
    return absl::InvalidArgumentError("the first six digits (YYMMDD) must be a date of birth");
  }
  if (absl::Status s = CheckDigit(*digits); !s.ok()) return s;
  if (century_and_sex == 0) return Iin{};
  return Iin{.birth_date = born, .sex = century_and_sex % 2 == 1 ? Sex::kMale : Sex::kFemale};
}

absl::StatusOr<Bin> ParseBin(absl::string_view text) {
  const auto digits = ParseDigits(text);
  if (!digits.ok()) return digits.status();
  const int month = Two(*digits, 2);
  if (month < 1 || month > 12) {
    return absl::InvalidArgumentError("the first four digits (YYMM) must be the month of registration");
  }
  const int kind = (*digits)[4];
  if (kind < 4 || kind > 6) {
    return absl::InvalidArgumentError(
        "the 5th digit must be 4 (resident), 5 (non-resident) or 6 (joint entrepreneurs)");
  }
  const int part = (*digits)[5];
  if (part > 3) return absl::InvalidArgumentError("the 6th digit (head office, branch …) must be 0 to 3");
  if (absl::Status s = CheckDigit(*digits); !s.ok()) return s;
  // Registration numbers began in the 1990s.
  const int year = Two(*digits, 0) >= 90 ? 1900 + Two(*digits, 0) : 2000 + Two(*digits, 0);
  return Bin{.registered = absl::CivilMonth(year, month),
             .kind = static_cast<Bin::Kind>(kind),
             .part = static_cast<Bin::Part>(part)};
}

}  // namespace arasha::rules
