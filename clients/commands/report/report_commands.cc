#include "clients/commands/report/report_commands.h"

#include "clients/commands/options.h"

namespace arasha::clients {

void AddReportCommands(CLI::App& root, Run& selected) {
  CLI::App& reports = AddNoun(root, "report", "Have reports made, fetch and check them", "Audit");
  AddReportCreate(reports, selected);
  AddReportList(reports, selected);
  AddReportShow(reports, selected);
  AddReportCancel(reports, selected);
  AddReportDownload(reports, selected);
  AddReportVerify(reports, selected);
  CLI::App& schedules = AddNoun(reports, "schedule", "Schedule recurring reports", "Subcommands");
  AddReportScheduleCreate(schedules, selected);
  AddReportScheduleList(schedules, selected);
  AddReportScheduleEnd(schedules, selected);
}

}  // namespace arasha::clients
