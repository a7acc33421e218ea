#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_ACCESS_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_ACCESS_H_

#include <string>

#include "arasha/v1/access.pb.h"
#include "arasha/v1/cases.pb.h"
#include "clients/print/print_table.h"

// Tables of access to single cases, and of what waits for a second person.
namespace arasha::clients {

std::string TableText(const v1::ListApprovalsResponse& approvals, const TableStyle& style);
std::string TableText(const v1::ExplainAccessResponse& explanation, const TableStyle& style);
std::string TableText(const v1::AccessGrant& grant, const TableStyle& style);
std::string TableText(const v1::ListAccessGrantsResponse& grants, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_ACCESS_H_
