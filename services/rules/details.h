#ifndef ARASHA_SERVICES_RULES_DETAILS_H_
#define ARASHA_SERVICES_RULES_DETAILS_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "arasha/v1/case_type.pb.h"
#include "google/protobuf/struct.pb.h"
#include "services/rules/case_type.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// Checks all of a case's details, as they would be stored, against its type: no key but the type's fields,
// each value of its FieldKind's form, every `required` field there. `prefix` is the path of details,
// `case.details`. A blank TEXT is refused: a field without a value is left out.
Violations CheckDetails(const CaseType& type, const google::protobuf::Struct& details,
                        std::string_view prefix);

// Whether the field has a value that counts: there, not null, and not blank.
bool HasValue(const google::protobuf::Struct& details, std::string_view field);

// The instant a field stands for: the value of a TIME, the start of the day in `zone` for a DATE. Unset for
// a value that CheckDetails would refuse and for every other kind.
std::optional<absl::Time> FieldTime(const v1::FieldRule& field, const google::protobuf::Value& value,
                                    absl::TimeZone zone);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_DETAILS_H_
