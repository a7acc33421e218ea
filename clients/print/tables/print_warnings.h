#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_WARNINGS_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_WARNINGS_H_

#include <string>

#include "arasha/v1/warnings.pb.h"
#include "clients/print/print_table.h"

// Tables of warnings.
namespace arasha::clients {

std::string TableText(const v1::Warning& warning, const TableStyle& style);
std::string TableText(const v1::ListWarningsResponse& warnings, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_WARNINGS_H_
