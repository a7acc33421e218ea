#ifndef ARASHA_SERVICES_REPORTS_RENDER_PDF_TABLE_H_
#define ARASHA_SERVICES_REPORTS_RENDER_PDF_TABLE_H_

#include <vector>

#include "services/reports/document/document.h"
#include "services/reports/render/pdf_pages.h"

namespace arasha::reports {

// A table, set in the width of a page.
class PdfTable {
 public:
  // `typesetter` must outlive PdfPages::Write().
  PdfTable(const Table& table, const Texts& texts, absl::TimeZone zone, const Typesetter& typesetter);

  // Of what no page parts: the heading and the first rows, and of a short table what follows it.
  double BeginningHeight(double following = 0) const;
  // Places heading and rows, the heading again on every page. A table is broken only where three rows at
  // least, its total among them, stand on either side. `following`: the height of what stands below it, on
  // the page of its last rows.
  void Place(PdfPages& pages, double following = 0) const;

 private:
  // One line of the table, set.
  struct Line {
    std::vector<Typesetter::Paragraph> cells;
    double height = 0;
    Color rule;
    double rule_width = 0;
    bool band = false;
    bool part = false;       // of a row too tall for one line
    bool continues = false;  // such a row, and so stands close below its beginning
  };

  void Add(Line& line, const Column& column, double width, Typesetter::Paragraph cell) const;
  // Adds a row, on several lines if it is so tall that a page may have to end within it.
  void AddRow(Line row);
  PdfPages::DrawAt Drawing(const Line& line) const;
  // The height of the rows from this one to the next before which the table may be broken.
  double GroupHeight(size_t first) const;
  // The same, and what follows the table where these rows are its last.
  double RoomFor(size_t first, double following) const;
  bool MayBreakBefore(size_t line) const;

  const Typesetter& typesetter_;
  double gutter_ = 0;
  Line heading_;
  std::vector<Line> lines_;  // rows and total
};

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_PDF_TABLE_H_
