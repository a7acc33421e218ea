#ifndef ARASHA_SERVICES_RULES_CATALOGUE_DETAILS_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_DETAILS_H_

#include <google/protobuf/struct.pb.h>

#include <optional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "arasha/v1/case_type.pb.h"
#include "services/rules/catalogue/case_type.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// Checks a case's details against its type: no unknown fields, no required one missing, every value of
// its field's kind and form (see FieldKind). `prefix`: path of the details in the request.
Violations CheckDetails(const CaseType& type, const google::protobuf::Struct& details,
                        absl::string_view prefix);
// The same of details that have these fields.
Violations CheckDetails(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                        const google::protobuf::Struct& details, absl::string_view prefix);

// Whether the text is an amount, `125000.00 USD`: digits, at most 15 before the point and 4 after, a space,
// three capital letters. Whether there is such a currency is not asked.
bool IsMoney(absl::string_view text);

// The instant that a DATE (its first, in the zone) or TIME value names; nullopt for other kinds and for
// values that CheckDetails refuses.
std::optional<absl::Time> FieldTime(const v1::FieldRule& field, const google::protobuf::Value& value,
                                    absl::TimeZone zone);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_DETAILS_H_
