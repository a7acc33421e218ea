#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/report/report_order.h"

namespace arasha::clients {

void AddReportShow(CLI::App& reports, Run& selected) {
  CLI::App& command = AddCommand(reports, "show", "Show how far a report is, and its files",
                                 {"arasha report show 01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de"});
  OnReport<v1::GetReportRequest>(command, selected);
}

}  // namespace arasha::clients
