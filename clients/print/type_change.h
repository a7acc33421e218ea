#ifndef ARASHA_CLIENTS_PRINT_TYPE_CHANGE_H_
#define ARASHA_CLIENTS_PRINT_TYPE_CHANGE_H_

#include "arasha/v1/case_type.pb.h"
#include "clients/print/grid.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// What differs between two versions of a type, as whoever decides on a move reads it: a row for each field,
// state, event, deadline and so on that came, went or is another, by its label, with what of it is told in a
// few words: the kind of a field, the period of a deadline. What is told in none has its row alone; `arasha
// type show` tells it.
Grid TypeChangeGrid(const v1::CaseType& before, const v1::CaseType& after, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TYPE_CHANGE_H_
