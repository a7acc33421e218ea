#ifndef ARASHA_SERVICES_RULES_CATALOGUE_MONEY_CAPS_H_
#define ARASHA_SERVICES_RULES_CATALOGUE_MONEY_CAPS_H_

#include <google/protobuf/struct.pb.h>

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "services/rules/violations.h"

namespace arasha::rules {

// Judges a MONEY value by the caps of its field that hold by the details (see MoneyCap). `text` is an amount
// as IsMoney takes it; `fields` are those of the details.
void CheckCaps(const google::protobuf::RepeatedPtrField<v1::FieldRule>& fields, const v1::FieldRule& field,
               const google::protobuf::Struct& details, const std::string& text, const std::string& path,
               Violations& violations);

}  // namespace arasha::rules

#endif  // ARASHA_SERVICES_RULES_CATALOGUE_MONEY_CAPS_H_
