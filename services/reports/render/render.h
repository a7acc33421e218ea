#ifndef ARASHA_SERVICES_REPORTS_RENDER_RENDER_H_
#define ARASHA_SERVICES_REPORTS_RENDER_RENDER_H_

#include <string>

#include "absl/status/status.h"
#include "services/reports/document/document.h"

// A report in each of its forms, written to a file that is made or overwritten. Memory does not grow with
// the length of streamed tables. The same document always gives the same bytes. INTERNAL if the file cannot
// be written; otherwise errors are those of streamed tables.
namespace arasha::reports {

// For print: cover, charts, tables, method, page numbers; fonts embedded.
absl::Status RenderPdf(const Document& document, const std::string& path);

// The same for screens, one file that loads nothing else and runs no script.
absl::Status RenderHtml(const Document& document, const std::string& path);

// A sheet for the cover and the method, and one for each table.
absl::Status RenderXlsx(const Document& document, const std::string& path);

// One table as CSV (RFC 4180, UTF-8, ids of columns as the header, those of durations with their unit,
// `age_seconds`): for programs, so it holds ids and bare
// numbers, the same in every language. A cell that a spreadsheet would take for a formula begins with an
// apostrophe.
absl::Status RenderCsv(const Document& document, const Table& table, const std::string& path);

// Everything: ids, numbers bare, the source set, so that programs read it and `arasha report verify` too.
absl::Status RenderJson(const Document& document, const std::string& path);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_RENDER_RENDER_H_
