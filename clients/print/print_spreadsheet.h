#ifndef ARASHA_CLIENTS_PRINT_PRINT_SPREADSHEET_H_
#define ARASHA_CLIENTS_PRINT_PRINT_SPREADSHEET_H_

#include <string>

#include "clients/print/grid.h"

namespace arasha::clients {

// The rows under their titles as a file for Excel and LibreOffice: CSV whose values are whole and guarded as
// CsvField() does, with a byte order mark, without which Excel takes letters for those of the machine's code
// page. Semicolons part the values: Excel goes by the region of Windows, and expects them wherever numbers
// have a decimal comma, as in Kazakhstan, Russia and Türkiye. A first line `sep=`, which would tell it, makes
// it overlook the mark.
std::string SpreadsheetText(const Grid& grid);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_PRINT_PRINT_SPREADSHEET_H_
