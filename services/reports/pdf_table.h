#ifndef ARASHA_SERVICES_REPORTS_PDF_TABLE_H_
#define ARASHA_SERVICES_REPORTS_PDF_TABLE_H_

#include <vector>

#include "services/reports/document.h"
#include "services/reports/pdf_pages.h"

namespace arasha::reports {

// Widths of a table's columns: figures take what they need, texts share the rest by what they would need.
std::vector<double> ColumnWidths(const Table& table, const Texts& texts, absl::TimeZone zone,
                                 const Typesetter& typesetter, double width);

// Places a table's header and rows, the header again on every page. `typesetter` must outlive Write().
void PlaceTable(PdfPages& pages, const Table& table, const Texts& texts, absl::TimeZone zone,
                const Typesetter& typesetter);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_PDF_TABLE_H_
