#include "storage/postgres/case_number.h"

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_split.h"

namespace arasha::storage {

std::string CaseName(const CaseNumber& number) {
  return absl::StrFormat("missions/%s/cases/%s-%04d-%06d", number.mission, number.mission, number.year,
                         number.serial);
}

std::optional<CaseNumber> ParseCaseName(absl::string_view name) {
  const std::vector<std::string> parts = absl::StrSplit(name, '/');
  if (parts.size() != 4 || !IsMissionCode(parts[1])) return std::nullopt;
  const std::vector<std::string> number = absl::StrSplit(parts[3], '-');
  CaseNumber parsed{.mission = parts[1]};
  if (number.size() != 3 || !absl::SimpleAtoi(number[1], &parsed.year) ||
      !absl::SimpleAtoi(number[2], &parsed.serial) || parsed.year < 1991 || parsed.year >= 10000 ||
      parsed.serial <= 0 || CaseName(parsed) != name) {
    return std::nullopt;
  }
  return parsed;
}

bool IsMissionCode(absl::string_view text) {
  return text.size() >= 3 && text.size() <= 5 && std::all_of(text.begin(), text.end(), [](char c) {
           return absl::ascii_isupper(static_cast<unsigned char>(c));
         });
}

absl::string_view UidOf(absl::string_view name) { return name.substr(name.rfind('/') + 1); }

}  // namespace arasha::storage
