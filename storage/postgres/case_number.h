#ifndef ARASHA_STORAGE_POSTGRES_CASE_NUMBER_H_
#define ARASHA_STORAGE_POSTGRES_CASE_NUMBER_H_

#include <optional>
#include <string>

#include "absl/strings/string_view.h"

// How cases and what is within them are called.
namespace arasha::storage {

// A case's human number, `IST-2026-000123`.
struct CaseNumber {
  std::string mission;
  int year = 0;
  int serial = 0;
};

// `missions/IST/cases/IST-2026-000123`.
std::string CaseName(const CaseNumber& number);
// The other way; nullopt of anything else, other spellings of the same number included.
std::optional<CaseNumber> ParseCaseName(absl::string_view name);
// Whether this may be a mission's code, `IST`.
bool IsMissionCode(absl::string_view text);

// The last segment of a resource name: the uid of `…/parties/{uid}`.
absl::string_view UidOf(absl::string_view name);

}  // namespace arasha::storage

#endif  // ARASHA_STORAGE_POSTGRES_CASE_NUMBER_H_
