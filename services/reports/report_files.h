#ifndef ARASHA_SERVICES_REPORTS_REPORT_FILES_H_
#define ARASHA_SERVICES_REPORTS_REPORT_FILES_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "arasha/v1/reports.pb.h"
#include "services/reports/document/document.h"

namespace arasha::reports {

// Signs a text as the audit log of this origin does; returns the signed note (https://c2sp.org/signed-note).
using SignText = std::function<absl::StatusOr<std::string>(absl::string_view origin, absl::string_view text)>;

// Called before each file is written; answers whether to go on.
using KeepGoing = std::function<bool()>;

// Writes a document's files into a folder: PDF, HTML, XLSX and JSON named after the kind, a CSV named after
// each table, manifest.json, and with `sign` (nullptr: none) manifest.sig. Returns them in that order.
// CANCELLED if `keep_going` said so.
absl::StatusOr<std::vector<v1::ReportFile>> WriteReportFiles(const Document& document,
                                                             const std::string& folder, const SignText& sign,
                                                             const KeepGoing& keep_going);

// What is signed: a line that names the report, then for each file a line as sha256sum writes it, so that
// `sha256sum -c` checks it too. No checkpoint of the log can read like this.
std::string SignedText(absl::string_view report, const std::vector<v1::ReportFile>& files);

}  // namespace arasha::reports

#endif  // ARASHA_SERVICES_REPORTS_REPORT_FILES_H_
