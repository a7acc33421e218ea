#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_ERASURES_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_ERASURES_H_

#include <set>
#include <string>

#include "arasha/v1/erasures.pb.h"
#include "clients/print/print_table.h"

// Tables of erasure lists.
namespace arasha::clients {

std::string TableText(const v1::ErasureList& list, const TableStyle& style);
std::string TableText(const v1::ListErasureListsResponse& lists, const TableStyle& style);

// The types of its cases, with whose labels its tables are to be made.
std::set<std::string> TypesOf(const v1::ErasureList& list);

// The certificate of a list that was carried out: what was erased, when, by whose signatures and by which
// rule, with the leaves of the audit log that prove it.
std::string CertificateText(const v1::ErasureList& list, const TableStyle& style);

// By which rule of its type a case is due, in words: `10 years after closing`. Events and fields are called
// by the labels of the type, and by their ids where it has none.
std::string RetentionText(const v1::Retention& rule, const v1::CaseType& type, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_ERASURES_H_
