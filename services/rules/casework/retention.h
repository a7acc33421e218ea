#ifndef ARASHA_SERVICES_RULES_CASEWORK_RETENTION_H_
#define ARASHA_SERVICES_RULES_CASEWORK_RETENTION_H_

#include <google/protobuf/struct.pb.h>

#include <optional>
#include <set>

#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"

// How long the content of a closed case is kept.
namespace arasha::rules {

// The type's rule, the plain form of years after closing included; of no years, no `from` and no `archive` if
// the type keeps its cases for ever.
v1::Retention RetentionOf(const v1::CaseType& type);

// Whether cases are kept for ever by this rule, archived or not.
bool KeepsForEver(const v1::Retention& rule);

// What of a closed case its time of keeping hangs on.
struct KeptFacts {
  absl::Time closed;
  std::optional<absl::Time> transition;  // when the rule's transition was last made, if it was
  const google::protobuf::Struct& details;
  std::set<absl::CivilDay> births;  // of the subjects, see BirthsOf
  absl::TimeZone zone;              // the mission's
};

// When the case is due to be erased; the infinite future if it is kept for ever. Of a rule by age and a
// subject whose birth is not known the age is counted from closing: nobody on the case can be younger; and it
// is never due by an age sooner than the years after closing.
absl::Time KeptUntil(const v1::Retention& rule, const KeptFacts& facts);

// Whether the case is on legal hold at `now`.
bool IsHeld(const v1::Case& message, absl::Time now);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CASEWORK_RETENTION_H_
