#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_TIMELINE_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_TIMELINE_H_

#include <string>

#include "arasha/v1/cases.pb.h"
#include "arasha/v1/entry.pb.h"
#include "clients/print/print_table.h"

// The timeline of a case.
namespace arasha::clients {

// Each entry with its whole text.
std::string TableText(const v1::ListEntriesResponse& entries, const TableStyle& style);
std::string TableText(const v1::Entry& entry, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_TIMELINE_H_
