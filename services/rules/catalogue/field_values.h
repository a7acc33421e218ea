#ifndef ARASHA_SERVICES_RULES_CATALOGUE_FIELD_VALUES_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_FIELD_VALUES_H_

#include <google/protobuf/struct.pb.h>

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "services/rules/violations.h"

// Values that people write in several ways, and the one form in which they are kept.
namespace arasha::rules {

// Brings the values of CHOICES, DURATION and IDENTIFIER fields into the form in which they are kept (see
// FieldKind). What CheckDetails refuses stays as it is, for that to say why.
void KeepDetails(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields,
                 google::protobuf::Struct& details);

// Judges the value of a CHOICE or CHOICES field: known ids, and each once.
void CheckChoices(const v1::FieldRule& field, const google::protobuf::Value& value, const std::string& path,
                  Violations& violations);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_FIELD_VALUES_H_
