#ifndef ARASHA_SERVICES_REPORTS_RENDER_COLUMN_LAYOUT_H_
#define ARASHA_SERVICES_REPORTS_RENDER_COLUMN_LAYOUT_H_

#include <vector>

#include "absl/time/time.h"
#include "services/reports/document/document.h"
#include "services/reports/drawing/typesetter.h"

namespace arasha::reports {

// Texts are broken into lines, and begin at the left.
inline bool IsText(const Column& column) { return column.kind == ColumnKind::kText; }

// How the columns of a table share its width.
struct ColumnLayout {
  std::vector<double> widths;  // without the gutters between them
  double gutter = 0;
  double heading_size = 0;  // of the letters
  double size = 0;          // of the letters of cells
};

// Every column gets its longest word, in heading or cells, before any gets more, and times and figures stand
// on one line each; the name that rows begin with gets about twenty letters, where letters need not be much
// smaller for it. What is left goes to where it makes the table shortest, and is shared so that texts, by the
// longest of each column, and then headings stand on three lines, on two, on one: a heading is wrapped before
// a text is. Where there is no room for so many long words, columns come closer, then headings and cells are
// set smaller, and only where that does not do either are words broken.
ColumnLayout LayOutColumns(const Table& table, const Texts& texts, absl::TimeZone zone,
                           const Typesetter& typesetter, double width);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_COLUMN_LAYOUT_H_
