#ifndef ARASHA_SERVICES_RULES_IDENTITY_IDENTITY_NUMBERS_H_
#define ARASHA_SERVICES_RULES_IDENTITY_IDENTITY_NUMBERS_H_

#include <optional>
#include <variant>

#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"
#include "services/rules/violations.h"

// Identification numbers of Kazakhstan: 12 digits, the last a check digit over the first eleven. With
// weights 1 to 11 the sum modulo 11 is the check digit; if that is 10, weights 3 to 11, 1, 2 are tried;
// if it is 10 again, the number was never issued.
namespace arasha::rules {

enum class Sex { kMale, kFemale };

// Individual identification number, of a person.
struct Iin {
  // Unset when digit 7 is 0, as seen with foreigners: the century is then not said.
  std::optional<absl::CivilDay> birth_date;
  std::optional<Sex> sex;
};

// Business identification number, of an organisation.
struct Bin {
  enum class Kind { kResident = 4, kNonResident = 5, kJointEntrepreneur = 6 };
  enum class Part { kHeadOffice = 0, kBranch = 1, kRepresentation = 2, kOther = 3 };
  absl::CivilMonth registered;
  Kind kind;
  Part part;
};

// What the number says, or what is wrong with it.
std::variant<Iin, Problem> ParseIin(absl::string_view text);
std::variant<Bin, Problem> ParseBin(absl::string_view text);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_IDENTITY_IDENTITY_NUMBERS_H_
