#ifndef ARASHA_SERVICES_REPORTS_PDF_TABLE_H_
#define ARASHA_SERVICES_REPORTS_PDF_TABLE_H_

#include <vector>

#include "services/reports/document.h"
#include "services/reports/pdf_pages.h"

namespace arasha::reports {

// How the columns of a table share its width.
struct ColumnLayout {
  std::vector<double> widths;  // without the gutters between them
  double gutter = 0;
  double heading_size = 0;  // of the letters
};

// Every column gets its longest word, in heading or cells, before any gets more; then figures come to stand
// on one line each, and texts share the rest by what they would need. Where there is no room for so many long
// words, headings are set smaller, and only where that does not do either are words broken.
ColumnLayout LayOutColumns(const Table& table, const Texts& texts, absl::TimeZone zone,
                           const Typesetter& typesetter, double width);

// Places a table's header and rows, the header again on every page. `typesetter` must outlive Write().
void PlaceTable(PdfPages& pages, const Table& table, const Texts& texts, absl::TimeZone zone,
                const Typesetter& typesetter);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_PDF_TABLE_H_
