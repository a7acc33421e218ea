#ifndef ARASHA_CLIENTS_PRINT_TABLES_PRINT_ROWS_H_
#define ARASHA_CLIENTS_PRINT_TABLES_PRINT_ROWS_H_

#include <string>
#include <utility>
#include <vector>

#include "arasha/v1/case.pb.h"
#include "arasha/v1/case_type.pb.h"
#include "arasha/v1/row.pb.h"
#include "clients/print/grid.h"
#include "clients/print/print_table.h"

// Rows of the groups of a case.
namespace arasha::clients {

// A table for each group that the case has rows of, under its name: in the order of the type, then whatever
// that does not know. The first column is the id by which commands take the row.
std::vector<std::pair<std::string, Grid>> RowGrids(const v1::Case& matter, const v1::CaseType& type,
                                                   const TableStyle& style);

// A row alone, by the labels of its type.
std::string TableText(const v1::Row& row, const v1::CaseType& type, const TableStyle& style);

// What a row says, in one line: `Court: Istanbul 1st; Held on: 2026-12-01`.
std::string RowLine(const v1::Row& row, const v1::CaseType& type, const TableStyle& style);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_TABLES_PRINT_ROWS_H_
