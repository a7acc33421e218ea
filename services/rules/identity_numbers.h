#ifndef ARASHA_SERVICES_RULES_IDENTITY_NUMBERS_H_
#define ARASHA_SERVICES_RULES_IDENTITY_NUMBERS_H_

#include <optional>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"

namespace arasha::rules {

enum class Sex { kUnknown, kFemale, kMale };

// What an individual identification number of Kazakhstan says.
struct Iin {
  // Digits 1 to 6: date of birth without its century.
  int year_of_century = 0;
  int month = 0;
  int day = 0;
  // The whole date; unset where digit 7 is 0, as seen with foreigners, which leaves the century open.
  std::optional<absl::CivilDay> birth_date;
  // From digit 7; kUnknown where it is 0.
  Sex sex = Sex::kUnknown;

  // Whether someone born on `day_of_birth` can have this number.
  bool AgreesWith(absl::CivilDay day_of_birth) const;
};

// Kind of legal entity, digit 5 of a BIN.
enum class EntityKind { kResident = 4, kNonResident = 5, kJointEntrepreneur = 6 };

// Part of the legal entity, digit 6 of a BIN.
enum class EntityPart { kHeadOffice = 0, kBranch = 1, kRepresentation = 2, kFarmOrOther = 3 };

// What a business identification number of Kazakhstan says.
struct Bin {
  // Digits 1 and 2: year of registration without its century.
  int year_of_century = 0;
  // Digits 3 and 4.
  int month = 0;
  EntityKind kind = EntityKind::kResident;
  EntityPart part = EntityPart::kHeadOffice;
};

// Both: INVALID_ARGUMENT says which digits are wrong and what was expected, without repeating them.
//
// The check digit is Σ i·d(i) mod 11 over digits 1 to 11; where that is 10, again with the weights
// 3 4 5 6 7 8 9 10 11 1 2; where that is 10 too, the number was never issued.
absl::StatusOr<Iin> ParseIin(std::string_view number);
absl::StatusOr<Bin> ParseBin(std::string_view number);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_IDENTITY_NUMBERS_H_
