#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_CHECKLIST_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_CHECKLIST_H_

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "clients/print/print_table.h"

namespace arasha::clients {

// How the checklist of a case stands.
std::string TableText(const v1::ListCheckedItemsResponse& checklist, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_CHECKLIST_H_
