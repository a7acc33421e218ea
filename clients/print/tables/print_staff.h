#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_STAFF_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_STAFF_H_

#include <string>

#include "arasha/v1/admin.pb.h"
#include "clients/print/print_table.h"

// Tables of staff and partners, and of who the caller is among them.
namespace arasha::clients {

// A role and where it holds, and until when if that ends.
std::string RoleText(const v1::RoleGrant& grant, const TableStyle& style);

std::string TableText(const v1::WhoAmIResponse& who, const TableStyle& style);
std::string TableText(const v1::Principal& principal, const TableStyle& style);
std::string TableText(const v1::ListColleaguesResponse& colleagues, const TableStyle& style);
std::string TableText(const v1::ListPrincipalsResponse& principals, const TableStyle& style);
// Empty: there is nothing to tell but that it was done.
std::string TableText(const v1::RevokeCertificateResponse& answer, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_STAFF_H_
