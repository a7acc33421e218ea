#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/report/report_files.h"
#include "clients/commands/report/report_order.h"

namespace arasha::clients {
namespace {

struct DownloadOptions {
  std::string report;
  ReportFileOptions file;
};

absl::Status Download(Session& session, const DownloadOptions& options) {
  if (absl::Status s = CheckReportFile(options.file, /*fetched=*/true); !s.ok()) return s;
  const absl::StatusOr<std::string> name = ReportOf(session, options.report);
  if (!name.ok()) return name.status();
  v1::GetReportRequest request;
  request.set_name(*name);
  absl::StatusOr<v1::Report> report = session.api().Call(request);
  if (!report.ok()) return report.status();
  report = AwaitReport(session, *std::move(report));
  if (!report.ok()) return report.status();
  return FetchReport(session, *report, options.file);
}

}  // namespace

void AddReportDownload(CLI::App& reports, Run& selected) {
  CLI::App& command =
      AddCommand(reports, "download",
                 "Fetch a file of a report, waiting for it if need be; goes on after an interruption",
                 {"arasha report download 01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de --format pdf --out report.pdf",
                  "arasha report download 01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de --format all --out report/"});
  auto options = std::make_shared<DownloadOptions>();
  AddOption(command, "REPORT", options->report,
            "The report: its uuid, or four or more characters of its beginning or end (report list)")
      .Required()
      .Sets("name");
  AddReportFile(command, options->file);
  OnSelect(command, selected, [options](Session& session) { return Download(session, *options); });
}

}  // namespace arasha::clients
