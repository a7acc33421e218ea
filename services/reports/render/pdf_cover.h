#ifndef ARASHA_SERVICES_REPORTS_RENDER_PDF_COVER_H_
#define ARASHA_SERVICES_REPORTS_RENDER_PDF_COVER_H_

#include <memory>
#include <string>
#include <vector>

#include "services/reports/document/document.h"
#include "services/reports/render/pdf_pages.h"

namespace arasha::reports {

// A heading and its bookmark in the pages.
struct Contents {
  std::string title;
  size_t bookmark = 0;
};

// Fills the first page: what the report is, its few main figures, where to find the rest, and at which
// checkpoint it was made. `contents` may be filled until the pages are written. Everything must outlive that.
void PlaceCover(PdfPages& pages, const Document& document, const Texts& texts, const Typesetter& typesetter,
                const std::shared_ptr<const std::vector<Contents>>& contents);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_PDF_COVER_H_
