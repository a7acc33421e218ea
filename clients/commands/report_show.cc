#include <memory>

#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/report_order.h"

namespace arasha::clients {

void AddReportShow(CLI::App& reports, Run& selected) {
  CLI::App& command = AddCommand(reports, "show", "Show how far a report is, and its files",
                                 {"arasha report show 01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de"});
  auto name = std::make_shared<std::string>();
  AddOption(command, "REPORT", *name, "The report: its uuid, or reports/{uuid}").Required();
  OnSelect(command, selected, [name](Session& session) -> absl::Status {
    v1::GetReportRequest request;
    request.set_name(ReportName(*name));
    session.AddFieldFlag("name", "REPORT");
    const auto report = session.api().Call(request);
    if (!report.ok()) return report.status();
    session.Print(*report);
    return absl::OkStatus();
  });
}

}  // namespace arasha::clients
