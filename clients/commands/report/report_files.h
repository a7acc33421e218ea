#ifndef ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_FILES_H_
#define ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "arasha/v1/reports.pb.h"
#include "clients/commands/options.h"
#include "clients/session/session.h"

namespace arasha::clients {

// Which file of a report, and where to, as options of the commands that fetch one.
struct ReportFileOptions {
  std::string format = "pdf";
  std::string table;
  std::string out;
};

void AddReportFile(CLI::App& command, ReportFileOptions& options);

// A usage error of options that fit no report, or of a place for what is `fetched` that is taken; asked
// before a report is ordered.
absl::Status CheckReportFile(const ReportFileOptions& options, bool fetched);

// Fetches a file of a report that is done, goes on where an earlier attempt stopped (`FILE.part`), checks its
// SHA-256 and puts it in its place, unless another file is there; says on standard error what was saved. With
// format `all`, every file of
// the report, into the folder `out`.
absl::Status FetchReport(Session& session, const v1::Report& report, const ReportFileOptions& options);

// Waits until the report is done, with a bar where a person looks on. The error of a report that failed or
// was cancelled.
absl::StatusOr<v1::Report> AwaitReport(Session& session, v1::Report report);

}  // namespace arasha::clients

#endif  // ARASHA_CLIENTS_COMMANDS_REPORT_REPORT_FILES_H_
