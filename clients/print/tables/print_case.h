#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_CASE_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_CASE_H_

#include <string>

#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/cases.pb.h"
#include "arasha/v1/party.pb.h"
#include "clients/print/print_table.h"

// Tables of cases and of their parties.
namespace arasha::clients {

std::string TableText(const v1::ListCasesResponse& cases, const TableStyle& style);
// The whole case; names of states, fields and deadlines from its type, their ids if the type is empty.
std::string TableText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style);
std::string TableText(const v1::Party& party, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_CASE_H_
