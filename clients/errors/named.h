#ifndef ARASHA_CLIENTS_ERRORS_NAMED_H_
#define ARASHA_CLIENTS_ERRORS_NAMED_H_

#include "arasha/v1/case_type.pb.h"
#include "clients/errors/failure.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// Whether the server refused by ids of a type alone what people know by its names.
bool LacksNames(const Failure& failure);

// Puts the labels of the type beside the ids of fields, with what they may be, of choices, of deadlines and
// of items of the checklist.
void AddNames(const v1::CaseType& type, const Texts& messages, Failure& failure);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_ERRORS_NAMED_H_
