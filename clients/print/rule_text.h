#ifndef ARASHA_CLIENTS_PRINT_RULE_TEXT_H_
#define ARASHA_CLIENTS_PRINT_RULE_TEXT_H_

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "services/rules/texts/texts.h"

// What rules of case types say, in the reader's words: with the labels of the type, and ids where it has
// none.
namespace arasha::clients {

// `3 working days`.
std::string PeriodText(const v1::Period& period, const Texts& messages);

// The field, or how long before or after it: `3 days before: Date of departure`.
std::string FieldDateText(const v1::FieldDate& date, const v1::CaseType& type, const Texts& messages);

// What a CHOICE or BOOL field says.
std::string ChoiceText(const std::string& field, const std::string& value, const v1::CaseType& type,
                       const Texts& messages);

// `Act: stillbirth`, `Cost > 100.00 USD`.
std::string ConditionText(const v1::Condition& condition, const v1::CaseType& type, const Texts& messages);

// What starts or meets a deadline: `visit · in person`.
std::string TriggerText(const v1::Trigger& trigger, const v1::CaseType& type, const Texts& messages);
std::string TriggersText(const google::protobuf::RepeatedPtrField<v1::Trigger>& triggers,
                         const v1::CaseType& type, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_RULE_TEXT_H_
