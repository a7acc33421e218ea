#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_TYPE_PAGE_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_TYPE_PAGE_H_

#include <string>

#include "arasha/v1/case_type.pb.h"
#include "clients/print/print_table.h"

namespace arasha::clients {

// A page about a case type for the citizen concerned: what the consul can and cannot do, and which papers are
// needed. It names the version of the type, so that it can be told later what was promised.
std::string TypePage(const v1::CaseType& type, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_TYPE_PAGE_H_
