#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_FACTS_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_FACTS_H_

#include <string>

#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "clients/print/grid.h"
#include "clients/print/print_table.h"

// What is known of a case without anybody having typed it.
namespace arasha::clients {

// A line for each fact: its name, what is known, and the end of the id of the entry that tells of it. What is
// not so is left out. Empty if nothing is known.
Grid FactsGrid(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style);

// The same in one text, without entries.
std::string FactsText(const v1::Case& matter, const v1::CaseType& type, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_FACTS_H_
