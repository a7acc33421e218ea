#ifndef ARASHA_CLIENTS_PRINT_TYPES_TYPE_GRIDS_H_
#define ARASHA_CLIENTS_PRINT_TYPES_TYPE_GRIDS_H_

#include "arasha/v1/case_type.pb.h"
#include "clients/print/grid.h"
#include "services/rules/texts/texts.h"

// What `arasha type show` tells of rules within the rules of a type.
namespace arasha::clients {

// The caps of MONEY fields, also of rows, with their names and who set them.
Grid CapsGrid(const v1::CaseType& type, const Texts& messages);

// Of which deadlines who is warned and when: those that have warnings of their own, then all others.
Grid WarningsGrid(const v1::CaseType& type, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TYPES_TYPE_GRIDS_H_
