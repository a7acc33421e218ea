#include "clients/commands/commands.h"
#include "clients/commands/options.h"
#include "clients/commands/report/report_order.h"

namespace arasha::clients {

void AddReportCancel(CLI::App& reports, Run& selected) {
  CLI::App& command = AddCommand(reports, "cancel", "Stop a report that waits or is being made",
                                 {"arasha report cancel 01993b4e-7c1a-7d2e-9b11-3f0d5ad1c0de"});
  OnReport<v1::CancelReportRequest>(command, selected);
}

}  // namespace arasha::clients
