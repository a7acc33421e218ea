#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_CASE_TYPE_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_CASE_TYPE_H_

#include <string>

#include "arasha/v1/admin.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/print/print_table.h"

// Tables of the catalogue.
namespace arasha::clients {

std::string TableText(const v1::ListCaseTypesResponse& types, const TableStyle& style);
std::string TableText(const v1::CaseType& type, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_CASE_TYPE_H_
