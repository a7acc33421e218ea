#ifndef ARASHA_CLIENTS_VERIFY_PRINT_FINDINGS_H_
#define ARASHA_CLIENTS_VERIFY_PRINT_FINDINGS_H_

#include <string>

#include "clients/print/print_table.h"
#include "clients/verify/export_check.h"
#include "services/rules/texts/texts.h"

namespace arasha::clients {

// What a check of an export came to, in the three output formats. All name every finding that was kept.

std::string TableText(const ExportReport& report, const TableStyle& style);

// {"verdict","origin","size","root","start","leaves","rows","continues","witnesses":[{"name","time","size"}],
// "findings":[{"code","verdict","text","parameters"}],"findingCount"}. `rows` is missing if the file holds
// none, `continues` if no earlier checkpoint was compared. A verdict is `true`, `cannot_tell` or `tampered`.
std::string JsonText(const ExportReport& report, const Texts& messages);

// A line for each finding.
std::string CsvText(const ExportReport& report, const Texts& messages);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_VERIFY_PRINT_FINDINGS_H_
